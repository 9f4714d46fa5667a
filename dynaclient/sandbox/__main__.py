"""`python -m dynaclient.sandbox`: serve a document on a port and print where. Owns the arguments only."""

from __future__ import annotations

import argparse

from ..openai import bundled_description
from .application import Sandbox


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m dynaclient.sandbox", description="Serve an API generated from a document."
    )
    parser.add_argument(
        "--spec", default=str(bundled_description()), help="path or URL of a document (default: the bundled one)"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument("--db", default=":memory:", metavar="FILE", help="file to keep created resources in")
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
