"""Signatures of AWS: what one library signs, the other accepts, from the bytes that arrived."""

from __future__ import annotations

import io
import os
import pickle
import sys
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from dynaclient import Client, MissingExtra, RequestError, Signature
from dynaclient.credentials.aws_names import scope_of_host
from tests.runtime.conftest import FILE, operation
from tests.runtime.server import Reply, as_json

pytest.importorskip("botocore")
pytest.importorskip("requests_aws4auth")

KEYS = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
TOKEN = "the-session-token=="
SCHEME = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authtype": "awsSigv4",
}


def described(scheme: dict[str, Any] = SCHEME) -> dict[str, Any]:
    security = {"security": [{"sigv4": []}]}
    query = {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
    reserved = {"name": "at", "in": "query", "allowReserved": True, "schema": {"type": "string"}}
    path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Signed", "version": "1"},
        "components": {"securitySchemes": {"sigv4": scheme}},
        "paths": {
            "/things/{id}": {
                "get": operation("readThing", parameters=[path, query, reserved], **security),
                "post": operation("makeThing", parameters=[path], requestBody=body, **security),
            },
            "/files": {"post": operation("sendFile", requestBody=FILE, **security)},
        },
    }


def recomputed(seen: Any, library: str, service: str) -> str:
    """The signature that a server computes for a request, as AWS does: over what it decodes."""
    given = dict(part.strip().split("=", 1) for part in seen.headers["Authorization"].split(" ", 1)[1].split(","))
    headers = {name.lower(): value for name, value in seen.headers.items()}
    signed = {name: headers[name] for name in given["SignedHeaders"].split(";")}
    parts = urlsplit(seen.path)
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    url = f"http://{headers['host']}{parts.path}{'?' if query else ''}{query}"
    if library == "botocore":
        from botocore.auth import S3SigV4Auth, SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(Credentials(*KEYS), service, "eu-west-1")
        request = AWSRequest(seen.method, url, signed, seen.body)
        request.context["timestamp"] = headers["x-amz-date"]
        return str(signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request))
    from requests_aws4auth import AWS4Auth

    signing = SimpleNamespace(method=seen.method, url=url, headers=dict(signed), body=seen.body)
    AWS4Auth(*KEYS, "eu-west-1", service, include_hdrs=list(signed))(signing)
    return str(signing.headers["Authorization"].rpartition("Signature=")[2])


def refusing_others(library: str, service: str = "execute-api") -> Any:
    def answer(seen: Any) -> Reply:
        given = seen.headers.get("Authorization", "").rpartition("Signature=")[2]
        return as_json({"size": len(seen.body)}, 200 if given == recomputed(seen, library, service) else 403)

    return answer


OTHER = {"botocore": "requests_aws4auth", "requests_aws4auth": "botocore"}


@pytest.fixture(params=OTHER)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The one that is installed as far as the client sees."""
    return request.param


def signature(library: str, monkeypatch: pytest.MonkeyPatch, *keys: str, **options: Any) -> Signature:
    with monkeypatch.context() as patched:
        if library != "botocore":
            patched.setitem(sys.modules, "botocore.auth", None)
        return Signature(*keys or KEYS, region="eu-west-1", **{"service": "execute-api", **options})


def test_the_other_library_accepts_it(serve: Any, caller: Any, library: str, monkeypatch: Any) -> None:
    """Queries and paths that have to be encoded, bodies, and files that are read twice."""
    server = serve(refusing_others(OTHER[library]))
    made = caller(server, described(), credentials={"sigv4": signature(library, monkeypatch)}, retries=0)
    assert made.call("readThing", id="a", q=["b c", "ü&=+", ""], at="x:y/z").status_code == 200
    assert made.call("readThing", id="a b~/ü").status_code == 200
    assert made.call("makeThing", id="1", body={"n": 1}).data["size"] > 5
    assert made.call("sendFile", body=io.BytesIO(b"x" * 300_000)).data["size"] == 300_000
    assert made.call("sendFile", body=b"").status_code == 200


def test_s3_encodes_paths_once(serve: Any, caller: Any, library: str, monkeypatch: Any) -> None:
    server = serve(refusing_others(OTHER[library], "s3"))
    signing = signature(library, monkeypatch, service="s3")
    made = caller(server, described(), credentials={"sigv4": signing}, retries=0)
    assert made.call("readThing", id="a b~ü").status_code == 200


def test_a_session_token_goes_along_and_is_signed(serve: Any, caller: Any, library: str, monkeypatch: Any) -> None:
    server = serve(refusing_others(OTHER[library]))
    signing = signature(library, monkeypatch, *KEYS, TOKEN)
    made = caller(server, described(), credentials={"sigv4": signing}, retries=0)
    assert made.call("readThing", id="a").status_code == 200
    assert server.seen[0].headers["X-Amz-Security-Token"] == TOKEN
    assert "x-amz-security-token" in server.seen[0].headers["Authorization"]


@pytest.mark.parametrize(
    "keys", [KEYS, list(KEYS), ":".join(KEYS), lambda: KEYS], ids=["pair", "list", "text", "function"]
)
@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_a_scheme_that_is_a_signature_takes_the_keys(keys: Any, version: str) -> None:
    """Region and service are those of the server's name. Source: x-amazon-apigateway-authtype of API Gateway."""
    host = "a1b2.execute-api.eu-central-1.amazonaws.com"
    document = described()
    if version == "2.0":
        get = {"operationId": "readThing", "security": [{"sigv4": []}], "responses": {"200": {"description": ""}}}
        document = {
            "swagger": "2.0",
            "info": {"title": "Signed", "version": "1"},
            "securityDefinitions": {"sigv4": SCHEME},
            "paths": {"/things/a": {"get": get}},
        }
    client = Client(document, base_url=f"https://{host}/prod", credentials={"sigv4": keys})
    assert "header Authorization" in str(client.explain("readThing", **({} if version == "2.0" else {"id": "a"})))
    prepared = client.prepare("readThing", **({} if version == "2.0" else {"id": "a"}))
    assert "/eu-central-1/execute-api/aws4_request" in prepared.headers["Authorization"]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("a1.execute-api.eu-west-1.amazonaws.com", ("eu-west-1", "execute-api")),
        ("a1.execute-api.cn-north-1.amazonaws.com.cn", ("cn-north-1", "execute-api")),
        ("abc.lambda-url.us-east-1.on.aws", ("us-east-1", "lambda")),
        ("x.appsync-api.us-west-2.amazonaws.com", ("us-west-2", "appsync")),
        ("search-x.us-gov-west-1.es.amazonaws.com", ("us-gov-west-1", "es")),
        ("bucket.s3.eu-west-3.amazonaws.com", ("eu-west-3", "s3")),
        ("s3.amazonaws.com", ("us-east-1", "s3")),
        ("iam.amazonaws.com", ("us-east-1", "iam")),
        ("bedrock-runtime.us-east-1.amazonaws.com", ("us-east-1", "bedrock")),
        ("api.example", ("", "")),
        ("amazonaws.com.example", ("", "")),
    ],
)
def test_what_a_name_tells(host: str, expected: Any) -> None:
    assert scope_of_host(host) == expected


def test_an_unknown_name_says_what_to_pass() -> None:
    client = Client(described(), base_url="https://api.example", credentials={"sigv4": KEYS})
    with pytest.raises(RequestError, match=r"the region and service that AWS signs for .* pass region= and service="):
        client.prepare("readThing", id="a")
    client = client.with_options(credentials={"sigv4": Signature(*KEYS, region="eu-west-1")})
    with pytest.raises(RequestError, match=r"the service that AWS signs for .* pass service= to Signature"):
        client.prepare("readThing", id="a")


def test_a_body_that_can_be_read_once_is_refused(serve: Any) -> None:
    """Nothing is sent; S3 takes it unsigned over https."""
    reading, writing = os.pipe()
    os.write(writing, b"data")
    os.close(writing)
    server = serve(refusing_others("botocore"))
    signing = Signature(*KEYS, region="eu-west-1", service="execute-api")
    client = Client(described(), base_url=server.url, credentials={"sigv4": signing})
    with os.fdopen(reading, "rb") as pipe:
        with pytest.raises(RequestError, match="can be read only once: pass bytes"):
            client.sendFile(body=pipe)
        client = client.with_options(base_url="https://b.s3.eu-west-1.amazonaws.com", credentials={"sigv4": KEYS})
        prepared = client.prepare("sendFile", body=pipe)
    assert prepared.headers["X-Amz-Content-SHA256"] == "UNSIGNED-PAYLOAD"
    assert server.seen == []


BAD = [
    pytest.param({"access_key": "AKID"}, "takes access_key and secret_key together", id="half"),
    pytest.param({"session_token": "t"}, "takes access_key and secret_key together", id="a token alone"),
    pytest.param({"access_key": 5, "secret_key": "s"}, "access_key= of Signature must be text, not int", id="number"),
    pytest.param({"region": ""}, "region= of Signature must be text, not empty", id="empty"),
]


@pytest.mark.parametrize(("options", "words"), BAD)
def test_arguments(options: Any, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        Signature(**options)


def test_without_a_library_the_install_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.auth", None)
    with pytest.raises(MissingExtra, match=r"Signature\(\) without keys needs botocore.*dynaclient\[aws\]"):
        Signature(region="eu-west-1", service="s3")
    monkeypatch.setitem(sys.modules, "requests_aws4auth", None)
    with pytest.raises(MissingExtra, match=r"Signature\(…\) needs botocore.*dynaclient\[aws\]"):
        Client(described(), base_url="http://h", credentials={"sigv4": KEYS})


def test_keys_are_found_as_other_programs_find_them(monkeypatch: pytest.MonkeyPatch, serve: Any, caller: Any) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    server = serve(refusing_others("requests_aws4auth"))
    signing = Signature(region="eu-west-1", service="execute-api")
    made = caller(server, described(), credentials={"sigv4": signing}, retries=0)
    with pytest.raises(RequestError, match="there are no keys of AWS: neither in the environment"):
        made.call("readThing", id="a")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEYS[1])
    assert made.call("readThing", id="a").status_code == 200


def test_keys_are_nowhere(serve: Any, caplog: pytest.LogCaptureFixture, library: str, monkeypatch: Any) -> None:
    caplog.set_level("DEBUG")
    signing = signature(library, monkeypatch, *KEYS, TOKEN)
    server = serve(lambda seen: as_json({"message": f"bad key {KEYS[1]} {TOKEN}"}, 403))
    client = Client(described(), base_url=server.url, credentials={"sigv4": signing})
    answer = client.with_options(raise_for_status=False).readThing(id="a")
    shown = [repr(signing), repr(client), str(client.explain("readThing", id="a")), str(answer.error()), repr(answer)]
    shown += [repr(pickle.dumps(client)), *(record.getMessage() for record in caplog.records)]
    assert server.seen[0].headers["X-Amz-Security-Token"] == TOKEN
    assert [text for text in shown for secret in (KEYS[1], TOKEN) if secret in text] == []
