"""The sandbox's own server with an application that does nothing: what a call costs before the sandbox begins."""

from __future__ import annotations

import argparse
from typing import Any

from dynaclient.sandbox.server import Serving


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Reads the body and answers `{}`."""
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("document", help="not read")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    Serving(application, given.host, given.port).wait()
