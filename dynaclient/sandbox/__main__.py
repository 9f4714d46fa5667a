"""`python -m dynaclient.sandbox`: serve a document on a port and print where. Owns the arguments, nothing else."""

from __future__ import annotations

import argparse

from ..openai import bundled_description
from .application import Sandbox


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m dynaclient.sandbox", description="A server made from a document.")
    parser.add_argument(
        "--spec", default=str(bundled_description()), help="path or address of a document; the bundled one by default"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="any free one by default")
    parser.add_argument("--db", default=":memory:", metavar="FILE", help="keep what is made in a file")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    with Sandbox(given.spec, db=given.db, seed=given.seed).serve(given.host, given.port) as serving:
        print(serving.url, flush=True)  # noqa: T201
        try:
            serving.wait()
        except KeyboardInterrupt:
            print()  # noqa: T201


if __name__ == "__main__":
    main()
