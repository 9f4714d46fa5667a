"""Tokens for programs, from an authorization server that nobody here wrote."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import pytest

from dynaclient import AsyncClient, Client, Forbidden, OAuth, RequestError, TokenError, Unauthorized
from dynaclient.client.login import log_in
from dynaclient.credentials.client_authentication import signed_jwt
from tests.credentials.authorization_server import SECRET, described_api
from tests.runtime.server import Reply, as_json, events


def test_client_credentials(authority: Any, caller: Any) -> None:
    """One token for all calls; the scopes are the operation's."""
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    assert [made.call("readThings").status_code for _ in range(3)] == [200] * 3
    assert authority.token_requests == [{"grant_type": "client_credentials", "scope": "read"}]


def test_the_log_has_a_line_for_each_request_of_a_credential(
    authority: Any, caller: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Before that of the call; with the host and the status, and no secret. None where nobody listens."""
    caplog.set_level(logging.INFO, logger="dynaclient")
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    made.call("readThings")
    said = [record.getMessage() for record in caplog.records if record.name == "dynaclient"]
    host = authority.issuer.partition("//")[2].partition("/")[0]
    assert len(said) == 2
    assert re.fullmatch(rf"readThings: for the credential oauth: POST {re.escape(host)}: 200 in \d+ ms", said[0])
    assert said[1].startswith("readThings: GET ")
    assert SECRET not in "".join(said)
    caplog.clear()
    caplog.set_level(logging.WARNING, logger="dynaclient")
    caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth}).call(
        "readThings"
    )
    assert [record for record in caplog.records if record.name == "dynaclient"] == []


def test_an_operation_with_other_scopes_has_its_own_token(authority: Any, caller: Any) -> None:
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    for name in ("readThings", "makeThing", "readThings", "makeThing"):
        made.call(name)
    assert [form["scope"] for form in authority.token_requests] == ["read", "write"]


@pytest.mark.parametrize("scopes", [["read", "write"], "read write"], ids=["list", "text"])
def test_scopes_may_be_named(authority: Any, caller: Any, scopes: Any) -> None:
    oauth = OAuth("basic", client_secret=SECRET, scopes=scopes)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    for name in ("readThings", "makeThing"):
        made.call(name)
    assert [form["scope"] for form in authority.token_requests] == ["read write"]


@pytest.mark.parametrize("asked", [None, "post"])
def test_the_secret_in_the_body(authority: Any, caller: Any, asked: Any) -> None:
    """Named, or chosen since the server's metadata lists nothing else."""
    authority.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    oauth = OAuth("post", client_secret=SECRET, client_authentication=asked, issuer=authority.issuer)
    document = described_api(authority.issuer, {"type": "oauth2", "flows": {}})
    made = caller(f"{authority.issuer}/api", document, credentials={"oauth": oauth})
    assert made.call("readThings").status_code == 200
    assert authority.token_requests[0]["client_secret"] == SECRET


def signing_key(kind: str) -> tuple[str, Any]:
    """A private key as PEM, and the public one as joserfc has it."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from joserfc.jwk import ECKey, OKPKey, RSAKey

    made: dict[str, Any] = {
        "RS256": lambda: (rsa.generate_private_key(65537, 2048), RSAKey),
        "ES256": lambda: (ec.generate_private_key(ec.SECP256R1()), ECKey),
        "ES384": lambda: (ec.generate_private_key(ec.SECP384R1()), ECKey),
        "ES512": lambda: (ec.generate_private_key(ec.SECP521R1()), ECKey),
        "EdDSA": lambda: (ed25519.Ed25519PrivateKey.generate(), OKPKey),
    }
    key, jwk = made[kind]()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(encoding, form, serialization.NoEncryption())
    public = key.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem.decode(), jwk.import_key(public)


@pytest.mark.parametrize("kind", ["RS256", "ES256"])
def test_a_signed_assertion(authority: Any, caller: Any, kind: str) -> None:
    pem, authority.clients["jwt"].public_key = signing_key(kind)
    oauth = OAuth("jwt", private_key=pem, key_id="k1")
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    assert made.call("readThings").status_code == 200
    assert "client_secret" not in authority.token_requests[0]


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("kind", ["RS256", "ES256", "ES384", "ES512", "EdDSA"])
def test_signatures_are_what_another_library_accepts(kind: str) -> None:
    from joserfc import jwt

    pem, public = signing_key(kind)
    decoded = jwt.decode(signed_jwt({"sub": "ada"}, pem, "k1"), public, algorithms=[kind])
    assert decoded.claims == {"sub": "ada"}
    assert decoded.header == {"alg": kind, "typ": "JWT", "kid": "k1"}


def test_a_key_that_cannot_sign_is_refused(authority: Any, caller: Any) -> None:
    oauth = OAuth("jwt", private_key="the-private-key")
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    with pytest.raises(RequestError, match="must be the PEM text of an RSA, EC or Ed25519 key") as caught:
        made.call("readThings")
    assert "the-private-key" not in str(caught.value)


ENDPOINTS = [
    pytest.param(("clientCredentials",), {}, {}, id="the flow's own"),
    pytest.param(
        (), {"type": "openIdConnect", "openIdConnectUrl": "{}/.well-known/openid-configuration"}, {}, id="oidc"
    ),
    pytest.param((), {"oauth2MetadataUrl": "{}/.well-known/oauth-authorization-server"}, {}, id="oauth2MetadataUrl"),
    pytest.param((), {}, {"issuer": "{}"}, id="an issuer"),
    pytest.param((), {}, {"metadata_url": "{}/.well-known/oauth-authorization-server"}, id="metadata_url"),
    pytest.param((), {}, {"token_url": "{}/token"}, id="token_url"),
    pytest.param((), {"type": "http", "scheme": "bearer"}, {"token_url": "{}/token"}, id="a bearer scheme"),
    pytest.param((), {}, {}, id="the resource's description"),
    pytest.param((), {"flows": {"clientCredentials": {"tokenUrl": "/token"}}}, {}, id="a relative one"),
]


@pytest.mark.parametrize(("flows", "scheme", "options"), ENDPOINTS)
def test_where_the_server_is(authority: Any, caller: Any, flows: Any, scheme: Any, options: Any) -> None:
    def placed(values: Any) -> Any:
        return {k: v.format(authority.issuer) if isinstance(v, str) else v for k, v in values.items()}

    oauth = OAuth("basic", client_secret=SECRET, **placed(options))
    document = authority.document(*flows, **placed(scheme))
    made = caller(f"{authority.issuer}/api", document, credentials={"oauth": oauth})
    assert made.call("readThings").status_code == 200
    assert len(authority.token_requests) == 1


@pytest.mark.parametrize(
    ("flow", "client"),
    [("application", "basic"), ("accessCode", "person"), ("password", "person"), ("implicit", "person")],
)
def test_version_2_0(authority: Any, caller: Any, flow: str, client: str) -> None:
    """The flows that it names otherwise, and those of people as far as a token is given."""
    document = {
        "swagger": "2.0",
        "info": {"title": "Old", "version": "1"},
        "host": authority.issuer.removeprefix("http://"),
        "basePath": "/api",
        "schemes": ["http"],
        "securityDefinitions": {
            "oauth": {
                "type": "oauth2",
                "flow": flow,
                **({"tokenUrl": f"{authority.issuer}/token"} if flow != "implicit" else {}),
                **({"authorizationUrl": f"{authority.issuer}/authorize"} if flow in ("accessCode", "implicit") else {}),
                "scopes": {"read": "read"},
            }
        },
        "paths": {
            "/things": {
                "get": {
                    "operationId": "readThings",
                    "security": [{"oauth": ["read"]}],
                    "responses": {"200": {"description": "done"}},
                }
            }
        },
    }
    more = {"client_secret": SECRET} if client == "basic" else {"refresh_token": refresh_token(authority)}
    made = caller(f"{authority.issuer}/api", document, credentials={"oauth": OAuth(client, **more)})
    assert made.call("readThings").ok
    assert len(authority.token_requests) == 1


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1", "3.2.0"])
def test_versions(authority: Any, caller: Any, version: str) -> None:
    """Also the field that 3.2 has, which others have as an extension of their own."""
    document = authority.document(oauth2MetadataUrl=f"{authority.issuer}/.well-known/oauth-authorization-server")
    made = caller(
        f"{authority.issuer}/api",
        {**document, "openapi": version},
        credentials={"oauth": OAuth("basic", client_secret=SECRET)},
    )
    assert made.call("readThings").ok


def refresh_token(authority: Any, client: str = "person") -> str:
    """One that the server has given, as after a login."""
    from tests.credentials.authorization_server import IssuedToken

    fields = {"access_token": "access-0", "refresh_token": "the-refresh-token", "expires_in": 0, "scope": "read write"}
    authority.tokens.append(IssuedToken(fields, authority.clients[client], "ada"))
    return "the-refresh-token"


def test_a_refresh_token_that_rotates(authority: Any, caller: Any) -> None:
    oauth = OAuth("person", refresh_token=refresh_token(authority))
    made = caller(f"{authority.issuer}/api", authority.document("authorizationCode"), credentials={"oauth": oauth})
    for _ in range(3):
        made.call("readThings")
        authority.revoke_all()
    used = [form["refresh_token"] for form in authority.token_requests]
    assert len(set(used)) == 3
    assert used[0] == "the-refresh-token"


def test_a_revoked_token_is_renewed_after_a_401_once(authority: Any, caller: Any) -> None:
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    made.call("makeThing")
    authority.revoke_all()
    assert [attempt.status_code for attempt in made.call("makeThing").attempts] == [401, 200]
    assert len(authority.token_requests) == 2


def test_a_401_after_a_renewal_stays(authority: Any, caller: Any) -> None:
    oauth = OAuth("basic", client_secret=SECRET)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    authority.expires_in = -1
    with pytest.raises(Unauthorized):
        made.call("readThings")
    assert len(authority.token_requests) == 2
    assert len(authority.calls) == 2


@pytest.mark.slow
def test_tokens_that_last_2_seconds_under_32_threads(authority: Any) -> None:
    """No failed call, and one fetch for each token that ends."""
    authority.expires_in = 2
    oauth = OAuth("basic", client_secret=SECRET)
    client = Client(authority.document("clientCredentials"), credentials={"oauth": oauth}, retries=0)
    end = time.monotonic() + 5

    def call(_: int) -> int:
        calls = 0
        while time.monotonic() < end:
            assert client.readThings().status_code == 200
            calls += 1
        return calls

    with ThreadPoolExecutor(32) as pool:
        calls = sum(pool.map(call, range(32)))
    assert calls > 32
    used = set(authority.calls)
    assert len(authority.token_requests) == len(used)
    assert 2 <= len(used) <= 5


@pytest.mark.parametrize("answers", ["the-assertion", lambda: "the-assertion"], ids=["text", "function"])
def test_jwt_bearer(serve: Any, caller: Any, answers: Any) -> None:
    """Source: RFC 7523 section 2.1; RFC 8707 section 2."""
    form = granted(
        serve, caller, assertion=answers, resource=["https://a.example", "https://b.example"], audience="aud"
    )
    assert form == {
        "client_id": ["basic"],
        "grant_type": ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
        "assertion": ["the-assertion"],
        "scope": ["read"],
        "resource": ["https://a.example", "https://b.example"],
        "audience": ["aud"],
    }


def test_jwt_bearer_at_a_server_that_checks_it(authority: Any, caller: Any) -> None:
    """A new assertion for each token, by a function; one about somebody else is refused."""
    pem, authority.clients["issuer"].public_key = signing_key("ES256")
    subjects = ["ada", "ada", "bob"]

    def assertion() -> str:
        now = int(time.time())
        claims = {"iss": "issuer", "sub": subjects.pop(0), "aud": authority.issuer, "iat": now, "exp": now + 60}
        return signed_jwt(claims, pem)

    oauth = OAuth("issuer", assertion=assertion)
    made = caller(f"{authority.issuer}/api", authority.document("clientCredentials"), credentials={"oauth": oauth})
    assert made.call("readThings").status_code == 200
    authority.revoke_all()
    assert made.call("readThings").status_code == 200
    authority.revoke_all()
    with pytest.raises(Unauthorized) as caught:
        made.call("readThings")
    assert "Client has no permission to access user data" in str(caught.value.__cause__)
    assert {token.user for token in authority.tokens} == {"ada"}


def test_token_exchange(serve: Any, caller: Any) -> None:
    """Source: RFC 8693 section 2.1."""
    form = granted(serve, caller, subject_token="the-subject", subject_token_type="jwt", extra={"tenant": "t"})
    assert form == {
        "client_id": ["basic"],
        "grant_type": ["urn:ietf:params:oauth:grant-type:token-exchange"],
        "subject_token": ["the-subject"],
        "subject_token_type": ["urn:ietf:params:oauth:token-type:jwt"],
        "scope": ["read"],
        "tenant": ["t"],
    }


def granted(serve: Any, caller: Any, **options: Any) -> dict[str, list[str]]:
    """The form that a grant sends, which another library decodes."""
    server = serve(lambda seen: as_json({"access_token": "the-token", "token_type": "Bearer"}))
    flows = {"password": {"tokenUrl": f"{server.url}/token", "scopes": {}}}
    document = described_api(server.url, {"type": "oauth2", "flows": flows})
    made = caller(f"{server.url}/api", document, credentials={"oauth": OAuth("basic", **options)})
    assert made.call("readThings").status_code == 200
    assert server.seen[1].headers["Authorization"] == "Bearer the-token"
    return parse_qs(server.seen[0].body.decode())


def test_clients_share_the_tokens_of_one_oauth(authority: Any) -> None:
    oauth, document = OAuth("basic", client_secret=SECRET), authority.document("clientCredentials")
    for _ in range(2):
        Client(document, credentials={"oauth": oauth}).readThings()
    assert len(authority.token_requests) == 1


def test_where_the_401_of_the_api_says(authority: Any, serve: Any, caller: Any) -> None:
    """Source: RFC 9728 section 5.1. The resource must be the server of the call, wherever it is described."""

    def answer(seen: Any) -> Reply:
        if seen.path == "/described":
            return as_json({"resource": f"{server.url}/v1", "authorization_servers": [authority.issuer]})
        if "well-known" in seen.path:
            return as_json({}, 404)
        if "Authorization" not in seen.headers:
            challenge = f'Bearer resource_metadata="{server.url}/described"'
            return as_json({}, 401, WWW_Authenticate=challenge, www_authenticate='Basic realm="another header"')
        return as_json({"sent": seen.headers["Authorization"]})

    server = serve(answer)
    oauth = OAuth("basic", client_secret=SECRET)
    document = described_api(server.url, {"type": "oauth2", "flows": {}})
    made = caller(f"{server.url}/v1", document, credentials={"oauth": oauth})
    assert made.call("readThings").data["sent"].startswith("Bearer access-")
    assert [seen.path for seen in server.seen][-3:] == ["/v1", "/described", "/v1/things"]


def test_a_scope_that_is_missing_is_named(serve: Any, caller: Any) -> None:
    """Whatever the credential is."""
    challenge = 'Bearer error="insufficient_scope", scope="things:write admin"'
    server = serve(lambda seen: as_json({"message": "no"}, 403, WWW_Authenticate=challenge))
    made = caller(f"{server.url}/api", described_api(server.url, {"type": "oauth2"}), credentials={"oauth": "a-token"})
    with pytest.raises(Forbidden, match="403 Forbidden: no; the token needs the scopes 'things:write', 'admin'"):
        made.call("makeThing")


@pytest.mark.slow
def test_tokens_that_last_2_seconds_under_200_tasks(authority: Any) -> None:
    """The same for an async client. The tasks pause, so that no request waits in the server's queue for 2 seconds."""
    authority.expires_in = 2
    oauth = OAuth("basic", client_secret=SECRET)

    async def run() -> int:
        end = time.monotonic() + 5

        async def call(client: AsyncClient) -> int:
            calls = 0
            while time.monotonic() < end:
                assert (await client.readThings()).status_code == 200
                calls += 1
                await asyncio.sleep(0.5)
            return calls

        document = authority.document("clientCredentials")
        async with AsyncClient(document, credentials={"oauth": oauth}, retries=0) as client:
            return sum(await asyncio.gather(*(call(client) for _ in range(200))))

    assert asyncio.run(run()) >= 200
    used = set(authority.calls)
    assert len(authority.token_requests) == len(used)
    assert 2 <= len(used) <= 8


def test_streams_and_uploads_go_again_after_a_renewal(authority: Any, serve: Any, caller: Any) -> None:
    """A file is rewound; one that can be read only once is not sent again, and the 401 stays."""

    def answer(seen: Any) -> Reply:
        token = seen.headers["Authorization"].removeprefix("Bearer ")
        known = next(item for item in authority.tokens if item.fields["access_token"] == token)
        if known.revoked:
            return as_json({}, 401, WWW_Authenticate='Bearer error="invalid_token"')
        return events(b"data: one\n\n", b"data: two\n\n") if seen.method == "GET" else as_json({"size": len(seen.body)})

    server = serve(answer)
    document = authority.document("clientCredentials")
    document["paths"]["/things"]["get"]["responses"] = {"200": {"content": {"text/event-stream": {}}}}
    document["paths"]["/things"]["post"]["requestBody"] = {"content": {"application/octet-stream": {}}}
    made = caller(server, document, credentials={"oauth": OAuth("basic", client_secret=SECRET)}, retries=0)

    def calls() -> None:
        assert [event.data for event in made.driver.items(made.call("readThings").events())] == ["one", "two"]
        assert made.call("makeThing", body=io.BytesIO(b"x" * 5000)).data == {"size": 5000}

    calls()
    authority.revoke_all()
    calls()
    assert len(server.seen) == 6
    authority.revoke_all()
    reading, writing = os.pipe()
    os.write(writing, b"data")
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe, pytest.raises(Unauthorized):
        made.call("makeThing", body=pipe)
    assert len(server.seen) == 7


def test_an_issuer_of_many_tenants(serve: Any, caller: Any) -> None:
    """Its description has a placeholder where the address names the tenant."""

    def answer(seen: Any) -> Reply:
        if seen.path == "/common/v2.0/.well-known/openid-configuration":
            return as_json({"issuer": f"{server.url}/{{tenantid}}/v2.0", "token_endpoint": f"{server.url}/token"})
        return as_json({"access_token": "the-token", "token_type": "Bearer"})

    server = serve(answer)
    address = f"{server.url}/common/v2.0/.well-known/openid-configuration"
    document = described_api(server.url, {"type": "openIdConnect", "openIdConnectUrl": address})
    made = caller(f"{server.url}/api", document, credentials={"oauth": OAuth("c", client_secret="s")})
    assert made.call("readThings").status_code == 200


@pytest.mark.parametrize(
    ("flows", "flow"),
    [
        (("clientCredentials", "authorizationCode"), "clientCredentials"),
        (("password",), "clientCredentials"),
        ((), "clientCredentials"),
        (("authorizationCode",), "authorizationCode"),
        (("implicit",), "authorizationCode"),
    ],
)
def test_the_flow_of_a_client_with_a_secret_is_that_of_the_document(
    authority: Any, tmp_path: Any, flows: Any, flow: str
) -> None:
    oauth = OAuth("basic", client_secret=SECRET, store=tmp_path / "tokens.json")
    client = Client(authority.document(*flows), credentials={"oauth": oauth})
    if flow == "clientCredentials":
        assert client.readThings().ok
        with pytest.raises(RequestError, match=r"acts for itself \(clientCredentials\), so its calls would not use a"):
            log_in(client, open_page=lambda url: True)
        return
    with pytest.raises(TokenError, match=r"nobody has logged in: .* or pass flow='clientCredentials' to OAuth"):
        client.readThings()
