"""Servers: operation > path > root > `/`, variables, relative ones, and the URL that comes of them."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client, RequestError, load_document
from dynaclient.document import Document
from dynaclient.model import Operations
from dynaclient.request.servers import server_url

OPERATION, PATH, ROOT = "https://operation.test", "https://path.test", "https://root.test"


def source(
    *, root: Any = None, path: Any = None, operation: Any = None, key: str = "/x", **parameter: Any
) -> dict[str, Any]:
    described: dict[str, Any] = {"openapi": "3.1.0", "info": {}}
    item: dict[str, Any] = {"get": {"operationId": "op", "responses": {}}}
    if parameter:
        item["get"]["parameters"] = [{"in": "query", "schema": {}, **parameter}]
    for where, urls in ((described, root), (item, path), (item["get"], operation)):
        if urls is not None:
            where["servers"] = [{"url": url} if isinstance(url, str) else url for url in urls]
    return {**described, "paths": {key: item}}


@pytest.mark.parametrize(
    ("servers", "options", "expected"),
    [
        pytest.param({"root": [ROOT], "path": [PATH], "operation": [OPERATION]}, {}, OPERATION, id="operation"),
        pytest.param({"root": [ROOT], "path": [PATH]}, {}, PATH, id="path"),
        pytest.param({"root": [ROOT]}, {}, ROOT, id="root"),
        pytest.param({"root": [ROOT], "operation": []}, {}, ROOT, id="an-empty-list-is-none"),
        pytest.param({"root": [ROOT, PATH]}, {"server": 1}, PATH, id="by-index"),
        pytest.param({"root": [ROOT, PATH], "operation": [OPERATION]}, {"server": 1}, OPERATION, id="fewer-of-its-own"),
        pytest.param(
            {"root": [ROOT], "path": [PATH], "operation": [OPERATION]},
            {"base_url": "http://base.test/v1"},
            "http://base.test/v1",
            id="base_url-wins-over-all",
        ),
        pytest.param({"root": [f"{ROOT}/v1"]}, {}, f"{ROOT}/v1", id="base-path"),
        pytest.param({"root": [f"{ROOT}/v1/"]}, {}, f"{ROOT}/v1", id="no-two-slashes"),
        pytest.param({"root": [f"{ROOT}/"]}, {}, ROOT, id="only-a-slash"),
        pytest.param({"root": ["//root.test/v1"]}, {}, f"{ROOT}/v1", id="without-a-scheme-https"),
        pytest.param({}, {"base_url": "https://base.test/a/b/"}, "https://base.test/a/b", id="base_url-with-a-path"),
        pytest.param({}, {"base_url": "http://127.0.0.1:8080"}, "http://127.0.0.1:8080", id="base_url-with-a-port"),
        pytest.param({"root": [f"{ROOT}?x=y#z"]}, {}, ROOT, id="query-and-fragment-of-a-server"),
    ],
)
def test_the_nearest_server_holds(servers: dict[str, Any], options: dict[str, Any], expected: str) -> None:
    """Joined without `//` and without losing a base path."""
    assert Client(source(**servers), **options).prepare("op").url == f"{expected}/x"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("/v2", "https://docs.test/v2", id="absolute-path"),
        pytest.param("v2", "https://docs.test/api/v2", id="relative-path"),
        pytest.param("./v2/", "https://docs.test/api/v2", id="dot"),
        pytest.param("../v2", "https://docs.test/v2", id="dot-dot"),
        pytest.param(None, "https://docs.test", id="none-is-a-slash"),
        pytest.param("//other.test", "https://other.test", id="host-only"),
    ],
)
def test_relative_servers_resolve_against_the_documents_address(url: str | None, expected: str) -> None:
    """Source: OAS 3.1.1 Server Object, `url`; RFC 3986 section 5.2."""
    described = Document(source(root=None if url is None else [url]), base_uri="https://docs.test/api/openapi.json")
    assert Client(described).prepare("op").url == f"{expected}/x"


@pytest.mark.parametrize("urls", [None, ["/v1"], ["v1"], ["ftp://a.test"], ["https://"], ["{scheme}://a.test"]])
def test_a_server_without_a_host_asks_for_a_base_url(urls: Any, counting_server: Any) -> None:
    """The error says what to pass."""
    with pytest.raises(RequestError, match=r"base_url=|server_variables="):
        Client(source(root=urls)).call("op")
    client = Client(source(root=urls), base_url=counting_server.url)
    client.call("op")
    assert len(counting_server.requests) == 1


VARIABLES = {
    "url": "https://{region}.root.test:{port}/{base}",
    "variables": {
        "region": {"default": "eu", "enum": ["eu", "us"]},
        "port": {"default": "443"},
        "base": {"default": "v1"},
    },
}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({}, "https://eu.root.test:443/v1/x", id="defaults"),
        pytest.param({"region": "us", "base": "v2/"}, "https://us.root.test:443/v2/x", id="values"),
        pytest.param({"port": 8080}, "https://eu.root.test:8080/v1/x", id="a-number"),
        pytest.param({"base": ""}, "https://eu.root.test:443/x", id="empty"),
    ],
)
def test_variables_have_defaults_and_values(variables: dict[str, Any], expected: str) -> None:
    """Source: OAS 3.1.1 Server Variable Object."""
    client = Client(source(root=[VARIABLES]), server_variables=variables)
    assert client.prepare("op").url == expected
    assert Client(source(root=[VARIABLES])).with_options(server_variables=variables).prepare("op").url == expected


@pytest.mark.parametrize(
    ("server", "variables", "said"),
    [
        pytest.param(VARIABLES, {"region": "asia"}, "'eu' or 'us', not 'asia'", id="not-in-the-enum"),
        pytest.param({"url": "https://{region}.test"}, {}, "server_variables={'region': '…'}", id="no-value"),
    ],
)
def test_a_variable_without_a_good_value_is_refused(
    server: Any, variables: dict[str, Any], said: str, counting_server: Any
) -> None:
    """Nothing is sent to an unintended host."""
    with pytest.raises(RequestError) as caught:
        Client(source(root=[server]), server_variables=variables).call("op")
    assert said in str(caught.value)
    assert counting_server.requests == []


TWO: list[Any] = [VARIABLES, "https://second.test"]
TWO_OBJECTS = [VARIABLES, {"url": "https://second.test"}]


@pytest.mark.parametrize(
    ("servers", "options", "said"),
    [
        pytest.param({"root": TWO}, {"server": 7}, "2 servers, counted from 0", id="index"),
        pytest.param({"root": [ROOT]}, {"server": 1}, f"1 server, counted from 0: {ROOT}", id="index-of-one"),
        pytest.param({}, {"server": 1}, "1 server, counted from 0: /", id="index-of-none"),
        pytest.param({"root": [ROOT], "operation": TWO}, {"server": 2}, "2 servers", id="index-of-the-longest-list"),
        pytest.param({"root": TWO}, {"server": True}, "not True", id="boolean"),
        pytest.param({"root": TWO}, {"server": -1}, "not -1", id="negative"),
        pytest.param({"root": TWO}, {"server": "0"}, "server='0': no server of the document has this name", id="text"),
        pytest.param({"root": TWO}, {"server_variables": {"regoin": "eu"}}, "Did you mean 'region'?", id="misspelt"),
        pytest.param(
            {"root": TWO}, {"server_variables": {"zzz": 1}}, "They have 'region', 'port', 'base'.", id="unlike-all"
        ),
        pytest.param({"root": [ROOT]}, {"server_variables": {"a": "b"}}, "They have no variables.", id="no-variables"),
        pytest.param({}, {"server_variables": {"a": "b"}}, "They have no variables.", id="no-servers"),
    ],
)
@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
def test_a_server_or_variable_that_does_not_exist_is_refused(
    servers: dict[str, Any], options: dict[str, Any], said: str, mode: Any, counting_server: Any
) -> None:
    """By every way to call, also in a copy; nothing goes to another server instead."""
    client = Client(source(**servers), validate=mode, **options)
    copy = Client(source(**servers), validate=mode).with_options(**options)
    for act in (client.prepare, copy.prepare, client.call):
        with pytest.raises(RequestError) as caught:
            act("op")
        assert said in str(caught.value)
    assert said in client.explain("op").server


@pytest.mark.parametrize(
    ("servers", "options", "expected"),
    [
        pytest.param({"root": [ROOT], "operation": TWO}, {"server": 1}, "https://second.test", id="of-the-operation"),
        pytest.param({"root": [ROOT, PATH], "operation": [OPERATION]}, {"server": 1}, OPERATION, id="of-the-root"),
        pytest.param(
            {"root": TWO, "operation": [OPERATION]}, {"server_variables": {"region": "us"}}, OPERATION, id="variable"
        ),
        pytest.param(
            {"root": TWO}, {"server": 1, "server_variables": {"region": "us"}}, TWO[1], id="of-another-server"
        ),
        pytest.param(
            {"root": ["https://{undeclared}.test"]},
            {"server_variables": {"undeclared": "a"}},
            "https://a.test",
            id="url",
        ),
    ],
)
def test_what_some_part_of_the_document_has_is_no_error(
    servers: dict[str, Any], options: dict[str, Any], expected: Any
) -> None:
    """One client calls operations that have other servers than the root."""
    assert Client(source(**servers), **options).prepare("op").url == f"{expected}/x"


def test_what_another_operation_has_is_no_error() -> None:
    described = source(root=[ROOT])
    described["paths"]["/y"] = {"servers": TWO_OBJECTS, "get": {"operationId": "other", "responses": {}}}
    client = Client(described, server=1, server_variables={"region": "us"})
    assert client.prepare("op").url == f"{ROOT}/x"
    assert client.prepare("other").url == "https://second.test/y"
    assert client.with_options(server=0).prepare("other").url == "https://us.root.test:443/v1/y"


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.test",
        "/v1",
        "ftp://a.test",
        "https://",
        "http://a.test#x",
        "http://u:secret@a.test?x=1#y",
        "?x=1",
        "http://[::1",
        "http://a.test:port",
        5,
        b"http://a.test",
    ],
)
def test_a_base_url_that_is_none_is_refused(base_url: Any) -> None:
    """At once, when the client is made, and never with the password in it."""
    with pytest.raises(RequestError, match="base_url must"):
        Client(source(), base_url=base_url)
    if isinstance(base_url, str) and "?" in base_url:
        with pytest.raises(RequestError) as caught:
            Client(source(), base_url=base_url.replace("a.test", "user:sentinel@a.test"))
        assert "sentinel" not in str(caught.value)


@pytest.mark.parametrize("server", [-1, "", None, 1.5])
def test_a_server_is_chosen_by_its_index(server: Any) -> None:
    """Anything else is refused in words."""
    with pytest.raises(RequestError, match="counted from 0"):
        Client(source(root=[ROOT]), server=server).prepare("op")


NAMED = [{"url": "https://live.test", "name": "prod"}, {"url": "https://{zone}.test", "name": "stage"}]


def test_a_server_is_chosen_by_its_name() -> None:
    """Source: OAS 3.2.0 Server Object, `name`. An operation without it among its own servers uses its first."""
    client = Client(source(root=NAMED), server="stage", server_variables={"zone": "eu"})
    assert client.prepare("op").url == "https://eu.test/x"
    assert client.with_options(server="prod").prepare("op").url == "https://live.test/x"
    with pytest.raises(RequestError) as caught:
        client.with_options(server="prodd").prepare("op")
    assert "server='prodd': no server of the document has this name. Did you mean 'prod'?" in str(caught.value)
    with pytest.raises(RequestError, match=r"has this name\. They have no names"):
        Client(source(root=[ROOT]), server="prod").prepare("op")
    assert "(server 1 of 2, stage: https://{zone}.test)" in str(client.explain("op"))


@pytest.mark.parametrize(
    ("key", "arguments", "expected"),
    [
        pytest.param("/x#Action=Send", {}, "/x", id="a-fragment-is-dropped"),
        pytest.param("/x?beta=true", {}, "/x?beta=true", id="a-query-is-merged"),
        pytest.param("/x?beta=true", {"q": 1}, "/x?beta=true&q=1", id="a-query-before-the-parameters"),
        pytest.param("/x?a=1#b", {"q": 1}, "/x?a=1&q=1", id="both"),
        pytest.param("/x/", {}, "/x/", id="a-slash-at-the-end-stays"),
        pytest.param("/", {"q": 1}, "/?q=1", id="root"),
        pytest.param("x", {}, "/x", id="without-its-slash"),
        pytest.param("/a b/ü", {}, "/a%20b/%C3%BC", id="literal-text-is-encoded"),
        pytest.param("/a%20b/x:y@z,w", {}, "/a%20b/x:y@z,w", id="what-a-path-may-hold-stays"),
        pytest.param("/a[0]/b", {}, "/a%5B0%5D/b", id="brackets"),
    ],
)
def test_path_keys_become_urls(key: str, arguments: dict[str, Any], expected: str) -> None:
    """`#fragment` is dropped from the URL, `?x=y` merged into the query."""
    client = Client(source(root=[f"{ROOT}/v1"], key=key, name="q"))
    assert client.prepare("op", arguments).url == f"{ROOT}/v1{expected}"


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        pytest.param(
            {"host": "a.test", "basePath": "/v1", "schemes": ["http", "https"]}, "https://a.test/v1/x", id="https-first"
        ),
        pytest.param({"host": "a.test:8080", "schemes": ["http"]}, "http://a.test:8080/x", id="http"),
        pytest.param({"host": "a.test", "basePath": "/v1/"}, "https://a.test/v1/x", id="no-schemes"),
        pytest.param({"basePath": "/v1"}, "https://docs.test/v1/x", id="no-host"),
    ],
)
def test_swagger_2_names_host_base_path_and_schemes(root: dict[str, Any], expected: str) -> None:
    """Source: OAS 2.0 Swagger Object."""
    described = {"swagger": "2.0", "info": {}, "paths": {"/x": {"get": {"operationId": "op"}}}, **root}
    assert Client(Document(described, base_uri="https://docs.test/a.json")).prepare("op").url == expected


def test_an_application_in_process_needs_no_host() -> None:
    """With `app=` a relative server is joined to a local name."""
    client = Client(source(root=["/v1"]), app=lambda environ, start: [])
    assert client.prepare("op").url == "http://localhost/v1/x"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://api.test/v1/openapi.json", "https://api.test/v1/up"),
        ("HTTPS://api.test/v1/openapi.json", "https://api.test/v1/up"),
        ("Http://api.test/v1/openapi.json", "http://api.test/v1/up"),
        ("file:///v1/openapi.json", "https://fallback.test/base/up"),
        ("", "https://fallback.test/base/up"),
    ],
)
def test_a_relative_server_is_relative_to_the_documents_web_address(address: str, expected: str) -> None:
    """In capitals too; a file has no server to send to. Source: OAS 3.1.1 Server Object."""
    document = load_document(
        {"openapi": "3.1.0", "servers": [{"url": "up"}], "paths": {"/x": {"get": {"operationId": "op"}}}}
    )
    operation = Operations(document)["op"]
    found = server_url(operation, 0, {}, address, "https://fallback.test/base/")
    assert found.partition("://")[0].lower() + "://" + found.partition("://")[2] == expected
