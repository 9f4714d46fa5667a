"""Makes calls with the official Python package, and says what each sent. Runs in an environment that has it.

Reads a JSON list of `{"name", "path", "arguments"}` from standard input: a method of a resource, what stands for the
templates of its path in order, and the other arguments. `{"$file": [name, base64]}` is a file. Prints a list of
`{"method", "path", "query", "type", "beta", "body"}`, with the body in base64; `{"error"}` where nothing was sent.
"""

from __future__ import annotations

import base64
import inspect
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import openai

SENT: list[dict[str, Any]] = []


class Recorder(BaseHTTPRequestHandler):
    """Notes what arrives, and answers with an empty object."""

    def do(self) -> None:
        if self.headers.get("transfer-encoding"):
            body = b"chunked"
        else:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path, _, query = self.path.partition("?")
        SENT.append(
            {
                "method": self.command,
                "path": path,
                "query": query,
                "type": self.headers.get("content-type"),
                "beta": self.headers.get("openai-beta"),
                "body": base64.b64encode(body).decode(),
            }
        )
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do  # noqa: N815 - names of the base class

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def value_of(given: Any) -> Any:
    """An argument, with its files."""
    if isinstance(given, dict) and set(given) == {"$file"}:
        name, content = given["$file"]
        return name, base64.b64decode(content)
    if isinstance(given, dict):
        return {key: value_of(value) for key, value in given.items()}
    return [value_of(item) for item in given] if isinstance(given, list) else given


def method_of(client: Any, name: str) -> Any:
    """The method of a resource: `chat.completions.completions.create` is `client.chat.completions.create`."""
    *tokens, method = name.split(".")
    if len(tokens) > 1 and tokens[-1] == tokens[-2]:
        tokens.pop()
    for token in tokens:
        client = getattr(client, token)
    return getattr(client, method)


def main() -> None:
    """Make all calls."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = openai.OpenAI(
        api_key="k", admin_api_key="k", base_url=f"http://127.0.0.1:{server.server_port}/v1", max_retries=0
    )
    out = []
    for call in json.load(sys.stdin):
        SENT.clear()
        error = ""
        try:
            method = method_of(client, call["name"])
            names = list(inspect.signature(method).parameters)
            arguments = {name.partition("[")[0]: value_of(value) for name, value in call["arguments"].items()}
            arguments |= {"async_": arguments.pop("async")} if "async" in arguments else {}
            found = method(**dict(zip(call["names"], call["path"], strict=True)), **arguments)
            if inspect.isgenerator(found):
                next(found)
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"
        out.append(SENT[0] if SENT else {"error": error, "names": names})
    json.dump(out, sys.stdout)


if __name__ == "__main__":
    main()
