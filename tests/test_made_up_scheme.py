"""A security scheme that no standard knows, added as one record: the client, the programs and the sandbox all know it.

`x-signed` puts a header together from two texts, an id and a secret.
"""

from __future__ import annotations

import ast
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, MissingCredentials, RequestError, Unauthorized
from dynaclient.cli import main
from dynaclient.document import load_document
from dynaclient.model import SecurityScheme
from dynaclient.model.schemes import Place, Proof, SchemeKind, pair_of, register, unregister
from dynaclient.reference import build
from dynaclient.sandbox import Sandbox
from dynaclient.stubs.module import stub_text

from .echo_server import EchoServer, own_environment, server

__all__ = ["own_environment", "server"]

ID, SECRET = "caller-7", "made-up-secret"
HEADER = f"id={ID}; secret={SECRET}"

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Signed", "version": "1"},
    "servers": [{"url": "https://signed.example"}],
    "paths": {
        "/things": {
            "get": {
                "operationId": "listThings",
                "security": [{"signed": []}],
                "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": {}}}}},
            }
        }
    },
    "components": {"securitySchemes": {"signed": {"type": "x-signed", "in": "header", "name": "X-Signature"}}},
}


def place(scheme: SecurityScheme) -> Place:
    return "header", scheme.parameter


def write(scheme: SecurityScheme, value: Any) -> Proof | None:
    pair = pair_of(value)
    if pair is None:
        return None
    return Proof(headers=((scheme.parameter, f"id={pair[0]}; secret=", pair[1]),), secrets=(pair[1],))


@pytest.fixture(autouse=True)
def signed() -> Iterator[None]:
    """The one record."""
    register(
        SchemeKind(
            "x-signed",
            place,
            write,
            takes="an id and a secret: (id, secret) or 'id:secret'",
            words="an id and a secret in `{parameter}`",
            parts=("ID", "SECRET"),
        )
    )
    yield
    unregister("x-signed")


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """The document as a file."""
    path = tmp_path / "signed.json"
    path.write_text(json.dumps(DOCUMENT), "utf-8")
    return path


@pytest.mark.parametrize("credential", [(ID, SECRET), f"{ID}:{SECRET}", lambda: [ID, SECRET]])
def test_a_call_carries_it(server: EchoServer, credential: Any) -> None:
    """As a pair, as one text, and as a function that gives either."""
    Client(DOCUMENT, base_url=server.url, credentials={"signed": credential}).call("listThings")
    assert [request.header("X-Signature") for request in server.received] == [HEADER]
    assert server.received[0].header("Authorization") is None


def test_without_it_nothing_is_sent(server: EchoServer) -> None:
    """Nor with a value that it does not take; a header of the caller's own will do."""
    with pytest.raises(MissingCredentials):
        Client(DOCUMENT, base_url=server.url).call("listThings")
    wrong = Client(DOCUMENT, base_url=server.url, credentials={"signed": 7})
    with pytest.raises(RequestError, match=r"cannot be of type int; give an id and a secret: \(id, secret\)"):
        wrong.call("listThings")
    assert server.received == []
    Client(DOCUMENT, base_url=server.url, headers={"x-signature": "mine"}).call("listThings")
    assert server.received[0].header("X-Signature") == "mine"


def test_an_explanation_says_where_it_goes() -> None:
    """Without the secret."""
    explanation = Client(DOCUMENT, credentials={"signed": (ID, SECRET)}).explain("listThings")
    assert explanation.security == "signed: header X-Signature (alternative 1 of 1)"
    assert SECRET not in str(explanation)


def run(*argv: str, **env: str) -> tuple[int, str, str]:
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    code = main(argv, {"HOME": "/nowhere", **env}, io.TextIOWrapper(io.BytesIO()), out, err)
    out.flush()
    return code, out.buffer.getvalue().decode(), err.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "env"),
    [
        pytest.param("env:SIGNED", {"SIGNED": f"{ID}:{SECRET}"}, id="variable"),
        pytest.param(f"command:printf %s {ID}:{SECRET}", {}, id="command"),
    ],
)
def test_the_curl_command_fetches_both_texts(
    described: Path, server: EchoServer, source: str, env: dict[str, str]
) -> None:
    """And sends, in a real shell, what the command line itself sends."""
    argv = ("--spec", str(described), "--base-url", server.url, "--credential", f"signed={source}")
    code, command, _ = run(*argv, "call", "listThings", "--curl", **env)
    assert code == 0
    assert "X-Signature: id=$(" in command
    assert SECRET not in command or source.startswith("command:")
    assert run(*argv, "call", "listThings", **env)[0] == 0
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    subprocess.run(["sh", "-c", command], env={"PATH": "/usr/bin:/bin", **env}, check=True, capture_output=True)
    assert [request.header("X-Signature") for request in server.received] == [HEADER, HEADER]


def test_the_command_line_masks_it_and_says_what_it_is(described: Path, server: EchoServer) -> None:
    """`-v` and `--dry-run` know the header for a secret one; without a credential, the hint names its texts."""
    argv = ("--spec", str(described), "--base-url", server.url)
    code, _, err = run(*argv, "call", "listThings")
    assert (code, server.received) == (2, [])
    assert "Put the key, in the form ID:SECRET, into a variable and name it: `--credential signed=env:SIGNED`" in err
    env = {"SIGNED": f"{ID}:{SECRET}"}
    code, out, _ = run(*argv, "--credential", "signed=env:SIGNED", "call", "listThings", "--dry-run", **env)
    assert code == 0
    assert "X-Signature: ***\n" in out


def test_reference_pages_and_snippets_show_it(tmp_path: Path) -> None:
    """In prose, in Python and with curl."""
    (tmp_path / "pages").mkdir()
    files = build(load_document(DOCUMENT), "markdown", tmp_path / "pages")
    text = next(path for path in files if "listThings" in path.name).read_text("utf-8")
    assert "an id and a secret in `X-Signature`" in text
    assert '{"signed": (os.environ["SIGNED_ID"], os.environ["SIGNED_SECRET"])}' in text
    assert '-H "X-Signature: id=${SIGNED_ID}; secret=${SIGNED_SECRET}"' in text


def test_a_stub_can_be_written() -> None:
    """The method of an operation that needs it is like any other."""
    tree = ast.parse(stub_text(load_document(DOCUMENT), "Signed"))
    assert "listThings" in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_sandbox_asks_for_it() -> None:
    """It sees the header of the made-up name; credentials of another kind do not count."""
    sandbox = Sandbox(load_document(DOCUMENT))
    options = {"app": sandbox, "base_url": "http://sandbox.localhost"}
    signed = Client(DOCUMENT, credentials={"signed": (ID, SECRET)}, **options)
    assert signed.call("listThings").status_code == 200
    other = Client(DOCUMENT, credentials=False, headers={"Authorization": f"Bearer {SECRET}"}, **options)
    with pytest.raises(Unauthorized):
        other.call("listThings")
