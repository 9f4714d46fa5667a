"""Security requirements of OpenAPI 3.2: schemes by name and by address, deprecated ones, and what is sent for each.

Source: OAS 3.2.0 Security Requirement Object and its examples, Security Scheme Object.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient import MissingCredentials
from dynaclient.document import load_document
from dynaclient.document.bundle import bundle
from dynaclient.model import build_security_schemes
from tests.runtime.server import as_json

KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
OTHER = {"type": "apiKey", "in": "header", "name": "X-Other"}
BEARER = {"type": "http", "scheme": "bearer"}
OAUTH = {
    "type": "oauth2",
    "deprecated": True,
    "oauth2MetadataUrl": "https://auth.test/.well-known/oauth-authorization-server",
    "flows": {
        "deviceAuthorization": {
            "deviceAuthorizationUrl": "https://auth.test/device",
            "tokenUrl": "https://auth.test/token",
            "scopes": {"write:pets": "change pets", "read:pets": "read pets"},
        }
    },
}


def described(security: Any, version: str = "3.2.0", **schemes: Any) -> dict[str, Any]:
    operation = {"operationId": "op", "responses": {"200": {"description": ""}}, "security": security}
    return {
        "openapi": version,
        "info": {"title": "S", "version": "1"},
        "paths": {"/x": {"get": operation}},
        "components": {"securitySchemes": schemes},
    }


def write(path: Path, value: Any) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    return str(path)


CASES: dict[str, tuple[Any, dict[str, Any], dict[str, str]]] = {
    "a name": ([{"api_key": []}], {"api_key": "K"}, {"X-Key": "K"}),
    "scopes": ([{"petstore_auth": ["write:pets", "read:pets"]}], {"petstore_auth": "T"}, {"Authorization": "Bearer T"}),
    "optional": ([{}, {"petstore_auth": ["read:pets"]}], {"petstore_auth": "T"}, {"Authorization": "Bearer T"}),
    "optional, without": ([{}, {"petstore_auth": ["read:pets"]}], {}, {}),
    "both": (
        [{"api_key": [], "token": []}], {"api_key": "K", "token": "T"}, {"X-Key": "K", "Authorization": "Bearer T"},
    ),
    "its own address": ([{"#/components/securitySchemes/token": []}], {"token": "T"}, {"Authorization": "Bearer T"}),
    "another file": ([{"shared.yaml#/components/securitySchemes/Shared": []}], {"Shared": "S"}, {"X-Other": "S"}),
    "another file, whose name is taken": (
        [{"shared.yaml#/components/securitySchemes/api_key": []}], {"api_key_2": "S"}, {"X-Other": "S"},
    ),
    "a name wins over a file": ([{"foo": []}], {"foo": "K"}, {"X-Key": "K"}),
    "a file beside a name": ([{"./foo": []}], {"foo_2": "S"}, {"X-Other": "S"}),
    "a file of one word": ([{"bar": []}], {"bar": "S"}, {"X-Other": "S"}),
    "a reference": ([{"referring": []}], {"referring": "S"}, {"X-Other": "S"}),
    "deprecated last": (
        [{"petstore_auth": []}, {"token": []}], {"petstore_auth": "O", "token": "T"}, {"Authorization": "Bearer T"},
    ),
    "deprecated alone": ([{"petstore_auth": []}, {"token": []}], {"petstore_auth": "O"}, {"Authorization": "Bearer O"}),
}  # fmt: skip
SCHEMES = {
    "api_key": KEY,
    "token": BEARER,
    "petstore_auth": OAUTH,
    "foo": KEY,
    "referring": {"$ref": "shared.yaml#/components/securitySchemes/Referred"},
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_requirement_sends(serve, caller, tmp_path: Path, name: str) -> None:
    security, credentials, headers = CASES[name]
    shared = described([], Shared=OTHER, Referred=OTHER, api_key=OTHER)
    write(tmp_path / "shared.yaml", shared)
    write(tmp_path / "foo", OTHER)
    write(tmp_path / "bar", OTHER)
    path = write(tmp_path / "openapi.yaml", described(security, **SCHEMES))
    assert load_document(path).problems == ()
    server = serve(lambda seen: as_json({}))
    for source in (path, path, bundle(load_document(path))):  # read, from the cache, and as one document
        caller(server, source, credentials=credentials).call("op")
        sent = {
            key: value for key, value in server.seen[-1].headers.items() if key in ("X-Key", "X-Other", "Authorization")
        }
        assert sent == headers


def test_a_requirement_in_another_document_is_read_from_there(serve, caller, tmp_path: Path) -> None:
    """A name is one of the document that is read; an address is relative to where it is written.

    Source: OAS 3.2.0, "Security Requirement in a Referenced Document".
    """
    other = described([{"#/components/securitySchemes/MySecurity": []}], MySecurity=OTHER)
    other["paths"]["/y"] = {
        "get": {"operationId": "named", "responses": {"200": {"description": ""}}, "security": [{"MySecurity": []}]}
    }
    write(tmp_path / "other.yaml", other)
    root = described([], MySecurity=KEY)
    root["paths"] = {
        "/x": {"$ref": "other.yaml#/paths/~1x"},
        "/y": {"$ref": "other.yaml#/paths/~1y"},
    }
    path = write(tmp_path / "openapi.yaml", root)
    server = serve(lambda seen: as_json({}))
    client = caller(server, path, credentials={"MySecurity": "own", "MySecurity_2": "other"})
    client.call("op")
    client.call("named")
    assert [(seen.headers.get("X-Other"), seen.headers.get("X-Key")) for seen in server.seen] == [
        ("other", None),
        (None, "own"),
    ]
    assert load_document(path).problems == ()


@pytest.mark.parametrize(
    ("key", "kind", "what"),
    [
        ("api_kye", "unknown-security-scheme", "the security scheme 'api_kye' is not declared"),
        ("#/components/securitySchemes/none", "unresolvable-reference", "there is no 'none'"),
        ("#/info", "unknown-security-scheme", "the security scheme '#/info' is not declared"),
        ("https://other.test/x#/y", "unresolvable-reference", "https://other.test/x"),
        ("./nothing", "unresolvable-reference", "nothing"),
    ],
)
def test_what_leads_to_no_scheme(tmp_path: Path, key: str, kind: str, what: str) -> None:
    (problem,) = load_document(write(tmp_path / "a.yaml", described([{key: []}], api_key=KEY))).problems
    assert (problem.pointer, problem.kind) == ("#/paths/~1x/get/security/0", kind)
    assert what in problem.what


@pytest.mark.parametrize("version", ["3.0.4", "3.1.2"])
def test_in_an_older_document_an_address_is_a_problem_and_works(serve, caller, tmp_path: Path, version: str) -> None:
    security = [{"#/components/securitySchemes/token": []}]
    path = write(tmp_path / "a.yaml", described(security, version, token=BEARER))
    (problem,) = load_document(path).problems
    pointer = "#/paths/~1x/get/security/0/%23~1components~1securitySchemes~1token"
    assert (problem.pointer, problem.kind) == (pointer, "newer-word")
    server = serve(lambda seen: as_json({}))
    caller(server, path, credentials={"token": "T"}).call("op")
    assert server.seen[0].headers["Authorization"] == "Bearer T"


def test_the_model_has_what_3_2_says_of_a_scheme() -> None:
    (found,) = build_security_schemes(load_document(described([], old=OAUTH))).values()
    assert found.deprecated
    assert found.metadata_url == OAUTH["oauth2MetadataUrl"]
    (flow,) = found.flows
    assert (flow.name, flow.device_authorization_url, flow.token_url, flow.scopes) == (
        "deviceAuthorization",
        "https://auth.test/device",
        "https://auth.test/token",
        ("write:pets", "read:pets"),
    )
    assert found.in_words == "an OAuth 2 access token (deprecated)"


def test_what_is_missing_is_named_as_credentials_name_it(caller, tmp_path: Path) -> None:
    write(tmp_path / "shared.yaml", described([], Shared=OTHER))
    path = write(tmp_path / "a.yaml", described([{"shared.yaml#/components/securitySchemes/Shared": []}]))
    with pytest.raises(
        MissingCredentials, match=r"credentials for 'Shared' are required .*credentials=\{\"Shared\": \"…\"\}"
    ):
        caller("http://h.test", path).call("op")
    client = caller("http://h.test", path, credentials={"Shared": "S"}).client
    assert "Shared: header X-Other" in str(client.explain("op"))


def test_a_scheme_elsewhere_is_a_problem_only_if_it_is_needed(tmp_path: Path) -> None:
    """A document may describe more than this client may read; what leads nowhere in itself is wrong all the same."""
    elsewhere = {"$ref": "https://other.test/api.json#/components/securitySchemes/x"}
    assert load_document(write(tmp_path / "a.yaml", described([], elsewhere=elsewhere))).problems == ()
    found = load_document(write(tmp_path / "b.yaml", described([{"elsewhere": []}], elsewhere=elsewhere))).problems
    assert [(problem.pointer, problem.kind) for problem in found] == [
        ("#/components/securitySchemes/elsewhere", "unresolvable-reference"),
        ("#/paths/~1x/get/security/0", "unknown-security-scheme"),
    ]
    lost = {"$ref": "#/components/securitySchemes/none"}
    (problem,) = load_document(write(tmp_path / "c.yaml", described([], lost=lost))).problems
    assert problem.pointer == "#/components/securitySchemes/lost"
