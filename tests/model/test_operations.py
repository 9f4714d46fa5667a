"""The operations of a document: their ids, what they inherit, and how they are found."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client, UnknownOperation, load_document
from dynaclient.document.entries import made_id
from dynaclient.model import Operations, Server, ServerVariable
from dynaclient.model.naming import python_name, snake_case


def operations_of(paths: dict[str, Any], **root: Any) -> Operations:
    return Operations(load_document({"openapi": "3.1.0", "paths": paths, **root}))


# ids


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        pytest.param("get", "/pets", "get_pets", id="plain"),
        pytest.param("get", "/pets/{petId}/toys", "get_pets_petId_toys", id="a template"),
        pytest.param("post", "/", "post", id="the root"),
        pytest.param("delete", "/a-b/c.d", "delete_a_b_c_d", id="other characters"),
        pytest.param("get", "/a?b=c#d", "get_a_b_c_d", id="a query and a fragment"),
        pytest.param("get", "/{a}{.b}", "get_a_b", id="two templates in one segment"),
        pytest.param("get", "/ünï", "get_n", id="letters that are not ASCII"),
    ],
)
def test_an_operation_without_an_id_gets_one_of_method_and_path(method: str, path: str, expected: str) -> None:
    """Stable: the same document gives the same ids, whatever else is added to it."""
    assert made_id(method, path) == expected
    assert expected in operations_of({path: {method: {}}})


def test_every_operation_has_an_id_of_its_own() -> None:
    """A declared id that is free stays; a second one of the same name, an empty one and none get one made."""
    operations = operations_of(
        {
            "/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}, "post": {}},
            "/b": {"get": {"operationId": ""}, "put": {"operationId": "  "}, "post": {"operationId": "post_a"}},
            "/c-d": {"get": {}},
            "/c/d": {"get": {}},
            "/c.d": {"get": {}},
        }
    )
    assert {id_: (op.method, op.path) for id_, op in operations.items()} == {
        "x": ("get", "/a"),
        "post_a": ("post", "/b"),
        "put_a": ("put", "/a"),
        "post_a_2": ("post", "/a"),
        "get_b": ("get", "/b"),
        "put_b": ("put", "/b"),
        "get_c_d": ("get", "/c-d"),
        "get_c_d_2": ("get", "/c/d"),
        "get_c_d_3": ("get", "/c.d"),
    }


def test_ids_that_differ_in_case_are_two_operations() -> None:
    """Gitea's description has such a pair: both are reached by their exact ids, and the alias is neither's."""
    operations = operations_of({"/a": {"get": {"operationId": "userList"}, "put": {"operationId": "UserList"}}})
    assert operations["userList"].method == "get"
    assert operations["UserList"].method == "put"
    assert operations.aliases == {}


ALIASES: list[Any] = [
    pytest.param("createThreadAndRun", "create_thread_and_run", id="camel case"),
    pytest.param("listHTTPServers", "list_http_servers", id="an abbreviation"),
    pytest.param("getV1Users", "get_v1_users", id="a digit"),
    pytest.param("repos/get-content", "repos_get_content", id="slashes and dashes"),
    pytest.param("list pets", "list_pets", id="a space"),
    pytest.param("import", "import_", id="a keyword"),
    pytest.param("2fa", "_2fa", id="a leading digit"),
    pytest.param("a__b", "a_b", id="underscores in a row"),
    pytest.param("ΑΒ", "__", id="nothing that is ASCII"),
]


@pytest.mark.parametrize(("operation_id", "alias"), ALIASES)
def test_an_alias_is_a_python_name(operation_id: str, alias: str) -> None:
    """snake_case, and always an identifier."""
    assert snake_case(operation_id) == alias
    assert alias.isidentifier()
    assert operations_of({"/a": {"get": {"operationId": operation_id}}}).aliases == {alias: operation_id}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("include[]", "include__"),
        ("import", "import_"),
        ("2fa", "_2fa"),
        ("X-Api.Key", "X_Api_Key"),
        ("", "_"),
        ("ü", "_"),
    ],
)
def test_a_parameter_has_a_python_name(name: str, expected: str) -> None:
    """Non-identifier characters become `_`, keywords get a trailing `_`."""
    assert python_name(name) == expected


def test_an_alias_never_hides_an_operation() -> None:
    """Neither an id that is someone else's alias, nor one name for two."""
    operations = operations_of(
        {
            "/a": {
                "get": {"operationId": "listPets"},
                "put": {"operationId": "list_pets"},
                "post": {"operationId": "x-y"},
                "head": {"operationId": "x_Y"},
            }
        }
    )
    assert operations.aliases == {}
    assert operations["list_pets"].method == "put"


# which there are


def test_callbacks_and_webhooks_are_no_operations() -> None:
    """The client is called there, it does not call."""
    item = {"post": {"operationId": "hook", "responses": {}}}
    operations = operations_of(
        {"/a": {"post": {"operationId": "a", "callbacks": {"c": {"{$request.body#/url}": item}}}}},
        webhooks={"w": item},
        components={"pathItems": {"p": item}, "callbacks": {"c": {"/x": item}}},
    )
    assert list(operations) == ["a"]


def test_every_method_of_a_path_item_is_an_operation_and_nothing_else() -> None:
    """Source: OAS 3.1.1 Path Item Object."""
    methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
    item: dict[str, Any] = {method: {"operationId": method} for method in methods}
    item |= {"summary": "s", "description": "d", "servers": [], "parameters": [], "x-get": {}, "GET": {}, "connect": {}}
    operations = operations_of({"/a": item, "x-paths": {"get": {}}})
    assert list(operations) == methods


# what they inherit


def test_the_operations_parameter_beats_the_paths_by_name_and_location() -> None:
    """Source: OAS 3.1.1 Operation Object `parameters`; header names do not differ by case."""

    def parameter(name: str, location: str, kind: str) -> dict[str, Any]:
        return {"name": name, "in": location, "schema": {"type": kind}}

    operations = operations_of(
        {
            "/a/{id}": {
                "parameters": [
                    parameter("id", "path", "string"),
                    parameter("id", "query", "string"),
                    parameter("X-A", "header", "string"),
                    parameter("c", "cookie", "string"),
                ],
                "get": {
                    "operationId": "o",
                    "parameters": [
                        parameter("x-a", "header", "integer"),
                        parameter("id", "path", "integer"),
                        parameter("C", "cookie", "integer"),
                    ],
                },
                "put": {"operationId": "untouched"},
            }
        }
    )
    assert [(p.name, p.location, p.type) for p in operations["o"].parameters] == [
        ("id", "path", "integer"),
        ("id", "query", "string"),
        ("x-a", "header", "integer"),
        ("c", "cookie", "string"),
        ("C", "cookie", "integer"),
    ]
    assert [(p.name, p.location, p.type) for p in operations["untouched"].parameters] == [
        ("id", "path", "string"),
        ("id", "query", "string"),
        ("X-A", "header", "string"),
        ("c", "cookie", "string"),
    ]


def test_python_names_are_unique_within_an_operation() -> None:
    """One name in several places gets the place in front; what still collides gets an underscore."""
    parameters = [
        {"name": name, "in": location, "schema": {}}
        for name, location in (("id", "path"), ("id", "query"), ("id", "header"), ("a-b", "query"), ("a.b", "query"))
    ]
    operation = operations_of({"/{id}": {"get": {"operationId": "o", "parameters": parameters}}})["o"]
    names = [p.python_name for p in operation.parameters]
    assert names[:3] == ["path_id", "query_id", "header_id"]
    assert len(set(names)) == 5
    assert all(name.isidentifier() for name in names)


A, B, C = ({"url": f"https://{name}.test"} for name in "abc")
SERVERS: list[Any] = [
    pytest.param([A], [B], [C], ["https://c.test"], id="the operation's own"),
    pytest.param([A], [B], None, ["https://b.test"], id="its path's"),
    pytest.param([A], None, None, ["https://a.test"], id="the document's"),
    pytest.param(None, None, None, [], id="none"),
    pytest.param([A], [B], [], ["https://b.test"], id="an empty list says nothing"),
    pytest.param([A], [], [{"description": "no url"}], ["https://a.test"], id="a broken one says nothing"),
    pytest.param([A, B], None, None, ["https://a.test", "https://b.test"], id="all of them, in order"),
]


@pytest.mark.parametrize(("root", "path", "own", "urls"), SERVERS)
def test_servers_are_the_nearest_ones(root: Any, path: Any, own: Any, urls: list[str]) -> None:
    """Source: OAS 3.1.1: operation > path > root."""
    item: dict[str, Any] = {"get": {"operationId": "o"} | ({"servers": own} if own is not None else {})}
    item |= {"servers": path} if path is not None else {}
    operations = operations_of({"/a": item}, **({"servers": root} if root is not None else {}))
    assert [server.url for server in operations["o"].servers] == urls


def test_a_server_keeps_its_variables() -> None:
    """Values that are no text (a port) are text in a URL."""
    raw = {
        "url": "https://{host}:{port}",
        "description": "d",
        "variables": {
            "host": {"default": "a", "enum": ["a", "b"], "description": "h"},
            "port": {"default": 443},
            "x": 1,
        },
    }
    (server,) = operations_of({"/a": {"get": {"operationId": "o"}}}, servers=[raw])["o"].servers
    variables = {"host": ServerVariable("a", ("a", "b"), "h"), "port": ServerVariable("443")}
    assert server == Server("https://{host}:{port}", "d", variables)


K, L = {"k": []}, {"l": ["read"]}
SECURITY: list[Any] = [
    pytest.param([K], None, ({"k": ()},), id="the document's"),
    pytest.param([K], [L], ({"l": ("read",)},), id="the operation's own"),
    pytest.param([K], [], (), id="an empty list means none"),
    pytest.param([K], [{}], ({},), id="an empty alternative is optional"),
    pytest.param([K], [{**K, **L}, {}], ({"k": (), "l": ("read",)}, {}), id="alternatives in order"),
    pytest.param(None, None, (), id="none anywhere"),
    pytest.param([K, {"gone": []}], None, ({"k": ()},), id="an alternative that cannot be met"),
]


@pytest.mark.parametrize(("root", "own", "expected"), SECURITY)
def test_security_is_the_operations_or_else_the_documents(root: Any, own: Any, expected: Any) -> None:
    """Source: OAS 3.1.1 Operation Object `security`."""
    operation = {"operationId": "o"} | ({"security": own} if own is not None else {})
    schemes = {"k": {"type": "apiKey", "in": "header", "name": "K"}, "l": {"type": "oauth2", "flows": {}}}
    operations = operations_of(
        {"/a": {"get": operation}},
        components={"securitySchemes": schemes},
        **({"security": root} if root is not None else {}),
    )
    assert operations["o"].security == expected


# finding them

PETS = {
    "/pets": {
        "get": {
            "operationId": "listPets",
            "summary": "List all pets",
            "tags": ["Pets"],
            "description": "Every animal.",
        },
        "post": {"operationId": "createPet", "summary": "Add one", "tags": ["pets", "write"]},
    },
    "/owners/{ownerId}": {"get": {"operationId": "getOwner", "summary": "An owner of pets", "tags": ["Owners"]}},
}


def test_operations_are_a_mapping_in_the_documents_order() -> None:
    """Looked up, listed, counted; each is built once."""
    operations = operations_of(PETS)
    assert list(operations) == ["listPets", "createPet", "getOwner"]
    assert len(operations) == 3
    assert "listPets" in operations
    assert "list_pets" not in operations
    assert operations["listPets"] is operations["listPets"]
    assert operations.get("nope") is None
    assert repr(operations) == "<3 operations: listPets, createPet, getOwner>"


@pytest.mark.parametrize(
    ("tag", "ids"),
    [("pets", ["listPets", "createPet"]), ("PETS", ["listPets", "createPet"]), ("Owners", ["getOwner"]), ("none", [])],
)
def test_tagged_gives_those_that_carry_a_tag(tag: str, ids: list[str]) -> None:
    """Whatever its case, since documents are not consistent."""
    assert list(operations_of(PETS).tagged(tag)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("pets", ["listPets", "createPet", "getOwner"], id="best first: id, summary"),
        pytest.param("create", ["createPet"], id="in the id"),
        pytest.param("list pets", ["listPets"], id="all words"),
        pytest.param("ANIMAL", ["listPets"], id="in the description, whatever its case"),
        pytest.param("ownerId", ["getOwner"], id="a parameter's name"),
        pytest.param("unicorn", [], id="nothing"),
        pytest.param("", [], id="no words"),
    ],
)
def test_search_finds_words_and_ranks_them(text: str, ids: list[str]) -> None:
    """Words that a user remembers find operations, the closest first."""
    assert list(operations_of(PETS).search(text)) == ids


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("listpets", "Did you mean 'listPets'", id="another case"),
        pytest.param("lst_pets", "'list", id="misspelt alias"),
        pytest.param("getOwners", "Did you mean 'getOwner'", id="a plural"),
        pytest.param("zzz", "See client.operations", id="nothing near"),
    ],
)
def test_an_unknown_operation_names_the_nearest(name: str, hint: str) -> None:
    """A RequestError that is a KeyError and an AttributeError too, since those are how it is met."""
    operations = operations_of(PETS)
    with pytest.raises(UnknownOperation) as caught:
        operations[name]
    assert hint in str(caught.value)
    assert isinstance(caught.value, KeyError)
    client = Client({"openapi": "3.1.0", "paths": PETS}, base_url="http://h")
    with pytest.raises(UnknownOperation, match=hint.replace("(", r"\(")):
        getattr(client, name)
    assert not hasattr(client, name)


def test_a_subset_knows_its_own_operations_only() -> None:
    """`tagged` and `search` give what `operations` is, with less in it."""
    owners = operations_of(PETS).tagged("Owners")
    assert list(owners) == ["getOwner"]
    with pytest.raises(UnknownOperation):
        owners["listPets"]
