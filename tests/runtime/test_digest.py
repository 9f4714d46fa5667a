"""Digest authentication, in both clients: the server here checks by the formula of the RFC."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any

import pytest
from werkzeug.datastructures import Authorization

from dynaclient import Unauthorized
from tests.runtime.conftest import document, operation
from tests.runtime.server import Reply, as_json

FORM = {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"f": {"format": "binary"}}}}}}
DESCRIBED = {
    **document(
        **{
            "/x": {
                "get": operation("read", security=[{"digest": []}]),
                "post": operation("write", security=[{"digest": []}], requestBody=FORM),
            }
        }
    ),
    "components": {"securitySchemes": {"digest": {"type": "http", "scheme": "digest"}}},
}
CHALLENGE = 'Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256'


def digest(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()


def guarded(seen: Any) -> Reply:
    """Source: RFC 7616 section 3.4.1."""
    given = Authorization.from_header(seen.headers.get("Authorization"))
    if given is not None and given.type == "digest":
        first, second = digest("ada", "r", "the-password"), digest(seen.method, seen.path)
        names = ("nonce", "nc", "cnonce", "qop")
        if given.parameters["response"] == digest(first, *(given.parameters[name] for name in names), second):
            return as_json({"nc": given.parameters["nc"], "size": len(seen.body)})
    return as_json({}, 401, WWW_Authenticate=CHALLENGE)


def test_a_challenge_is_answered(serve: Any, caller: Any) -> None:
    """The next call needs none: it uses the nonce again, and counts."""
    server = serve(guarded)
    made = caller(server, DESCRIBED, credentials={"digest": ("ada", "the-password")}, retries=0)
    assert [made.call("read").data["nc"] for _ in range(2)] == ["00000001", "00000002"]
    assert len(server.seen) == 3


def test_a_body_goes_again_from_its_start(serve: Any, caller: Any) -> None:
    made = caller(serve(guarded), DESCRIBED, credentials={"digest": ("ada", "the-password")}, retries=0)
    assert made.call("write", f=io.BytesIO(b"the file" * 1000)).data["size"] > 8000


def test_a_wrong_password_is_tried_once(serve: Any, caller: Any) -> None:
    server = serve(guarded)
    with pytest.raises(Unauthorized):
        caller(server, DESCRIBED, credentials={"digest": ("ada", "wrong")}, retries=0).call("read")
    assert len(server.seen) == 2


def test_another_origin_gets_no_answer_to_its_challenge(serve: Any, caller: Any) -> None:
    other = serve(guarded)
    server = serve(lambda seen: Reply(302, headers={"Location": f"{other.url}/x"}))
    with pytest.raises(Unauthorized):
        caller(server, DESCRIBED, credentials={"digest": ("ada", "the-password")}, retries=0).call("read")
    assert [seen.headers.get("Authorization") for seen in other.seen] == [None]


def test_after_a_redirect_at_home_it_is_answered(serve: Any, caller: Any) -> None:
    server = serve(lambda seen: Reply(302, headers={"Location": "/y"}) if seen.path == "/x" else guarded(seen))
    made = caller(server, DESCRIBED, credentials={"digest": ("ada", "the-password")}, retries=0)
    assert made.call("read").status_code == 200


def test_in_an_async_client_a_body_that_can_be_read_once_is_not_sent_again(serve: Any) -> None:
    import asyncio

    from dynaclient import AsyncClient

    reading, writing = os.pipe()
    os.write(writing, b"data")
    os.close(writing)
    server = serve(guarded)

    async def call(pipe: Any) -> None:
        credentials = {"digest": ("ada", "the-password")}
        async with AsyncClient(DESCRIBED, base_url=server.url, credentials=credentials, retries=0) as client:
            await client.write(f=pipe)

    with os.fdopen(reading, "rb") as pipe, pytest.raises(Unauthorized):
        asyncio.run(call(pipe))
    assert len(server.seen) == 1
