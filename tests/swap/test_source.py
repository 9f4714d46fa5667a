"""What a program uses, read from its text."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from dynaclient import Document, DocumentError
from dynaclient.swap.source import SourceUse, read_source

DOCUMENT = Document(
    {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/pets/{pet-id}": {
                "get": {
                    "operationId": "getPet",
                    "parameters": [
                        {"name": "pet-id", "in": "path", "required": True, "schema": {"type": "string"}},
                        {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                        {"name": "limit", "in": "cookie", "schema": {"type": "integer"}},
                    ],
                    "responses": {},
                }
            },
            "/pets": {
                "post": {
                    "operationId": "createPet",
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"name": {}, "born-in": {}, "tags": {}}}
                            }
                        }
                    },
                    "responses": {},
                },
                "get": {"operationId": "list pets", "responses": {}},
            },
        },
    }
)

PET = "path:pet-id"


def read(folder: Path, **files: str) -> SourceUse:
    """What files use; each begins with the imports that a program has."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text))
    return read_source(DOCUMENT, [folder])


START = "from dynaclient import Client\nclient = Client('shop.yaml')\n"

CALLS = [
    pytest.param("client.getPet(pet_id='1')", {"getPet": {PET}}, id="a method"),
    pytest.param("client.get_pet({'pet-id': '1'})", {"getPet": {PET}}, id="its alias, with a mapping"),
    pytest.param("client.call('getPet', pet_id='1', x_trace='t')", {"getPet": {PET, "header:X-Trace"}}, id="call"),
    pytest.param("client.call('list pets')", {"list pets": set()}, id="an id that is no identifier"),
    pytest.param("client.getPet({'query:limit': 1}, pet_id=1)", {"getPet": {PET, "query:limit"}}, id="a location"),
    pytest.param("client.createPet(name='a', born_in=1)", {"createPet": {"body:name", "body:born-in"}}, id="members"),
    pytest.param("client.createPet(body={'name': 'a'})", {"createPet": {"body:name"}}, id="a body written out"),
    pytest.param("client.createPet(body=make())", {"createPet": {"body"}}, id="a body from elsewhere"),
    pytest.param("client.createPet(body=dict(tags=[]))", {"createPet": {"body:tags"}}, id="a body of dict()"),
    pytest.param("ID = 'getPet'\nclient.call(ID, pet_id=1)", {"getPet": {PET}}, id="a constant"),
    pytest.param(
        "for name in ('getPet', 'createPet'):\n    client.call(name)",
        {"getPet": {PET}, "createPet": set()},
        id="a loop",
    ),
    pytest.param("client.paginate('list pets', rule={'items': '/x'})", {"list pets": set()}, id="paginate"),
    pytest.param("client.poll('getPet', pet_id=1, until='x', interval=2)", {"getPet": {PET}}, id="poll"),
    pytest.param("client.map('createPet', rows, key='id')", {"createPet": None}, id="map, whose rows are not here"),
    pytest.param("client.prepare('createPet', name='a')", {"createPet": {"body:name"}}, id="prepare"),
    pytest.param("client.with_options(timeout=3).createPet(name=1)", {"createPet": {"body:name"}}, id="a copy"),
    pytest.param(
        "other = client.with_options()\nother.createPet(name=1)", {"createPet": {"body:name"}}, id="a copy kept"
    ),
    pytest.param("a = b = client\nb.createPet(name=1)", {"createPet": {"body:name"}}, id="another name"),
    pytest.param("make = client.createPet\nmake(name=1)", {"createPet": {"body:name"}}, id="a method kept"),
    pytest.param("make = client.createPet\nuse(make)", {"createPet": None}, id="a method kept and passed on"),
    pytest.param("pool.submit(client.createPet, name=1)", {"createPet": None}, id="a method passed on"),
    pytest.param("with Client('x') as c:\n    c.createPet(name=1)", {"createPet": {"body:name"}}, id="with"),
    pytest.param("Client('x').createPet(name=1)", {"createPet": {"body:name"}}, id="a client on the spot"),
    pytest.param("Client.sandbox('x').createPet(name=1)", {"createPet": {"body:name"}}, id="a sandbox"),
    pytest.param("getattr(client, 'createPet')()", {"createPet": None}, id="getattr"),
    pytest.param("def use(c: 'Client'):\n    c.createPet(name=1)", {"createPet": {"body:name"}}, id="an annotation"),
    pytest.param(
        "def use(c: Client | None = None):\n    c.createPet(name=1)", {"createPet": {"body:name"}}, id="an optional one"
    ),
    pytest.param("def use(c):\n    c.createPet(name=1)\nuse(client)", {"createPet": {"body:name"}}, id="an argument"),
    pytest.param(
        "def make():\n    return Client('x')\nmake().createPet(name=1)", {"createPet": {"body:name"}}, id="a function"
    ),
    pytest.param(
        "class A:\n    def __init__(self, c: Client):\n        self.c = c\n"
        "    def go(self):\n        self.c.createPet(name=1)",
        {"createPet": {"body:name"}},
        id="an attribute",
    ),
    pytest.param(
        "class Shop(Client):\n    def go(self):\n        return self.createPet(name=1)\nShop('x').getPet(pet_id=1)",
        {"createPet": {"body:name"}, "getPet": {PET}},
        id="a class of its own",
    ),
    pytest.param(
        "async def go(c: Client):\n    await c.createPet(name=1)", {"createPet": {"body:name"}}, id="an async function"
    ),
    pytest.param(
        "p = {'pet-id': 1}\np['X-Trace'] = 2\nclient.getPet(p)", {"getPet": {PET, "header:X-Trace"}}, id="a dict"
    ),
    pytest.param(
        "x = [client.createPet(name=n) for n in range(3)]", {"createPet": {"body:name"}}, id="a comprehension"
    ),
    pytest.param("client.createPet(nothing=1)", {"createPet": set()}, id="a name that the document does not have"),
    pytest.param(
        "class A:\n    c = client\n    def go(self):\n        self.c.createPet(name=1)",
        {"createPet": {"body:name"}},
        id="an attribute of the class",
    ),
    pytest.param(
        "class A:\n    c: Client\n    def go(self):\n        self.c.createPet(name=1)",
        {"createPet": {"body:name"}},
        id="a field of a dataclass",
    ),
    pytest.param(
        "class A:\n    def createPet(self): ...\n    def go(self):\n        self.createPet()",
        {},
        id="a method of its own",
    ),
    pytest.param("'client.createPet()'\n# client.createPet()", {}, id="texts and comments"),
]


@pytest.mark.parametrize(("text", "expected"), CALLS)
def test_a_call_is_found(text: str, expected: dict[str, set[str] | None], tmp_path: Path) -> None:
    found = read(tmp_path, app=START + text)
    assert {k: v if v is None else set(v) for k, v in found.used.operations.items()} == expected
    assert found.unknown == []


UNKNOWN = [
    pytest.param("client.call(name)", "the operation that call() calls is not written here as text", id="an id"),
    pytest.param("client.call(f'get{x}')", "the operation that call() calls is not written here", id="a text made up"),
    pytest.param("getattr(client, name)()", "the operation that getattr() looks up is not written", id="getattr"),
    pytest.param("client.createPet(**more)", "some arguments of createPet are not written here", id="two stars"),
    pytest.param("client.createPet(more)", "some arguments of createPet are not written here", id="a mapping"),
    pytest.param(
        "client.creatPet()", "the document has no operation 'creatPet'. Did you mean 'createPet'", id="a typo"
    ),
    pytest.param("other.createPet(name=1)", "this calls createPet if other is a client", id="another object"),
    pytest.param("def f(client): client.createPet()", "createPet if client is", id="an argument of the same name"),
    pytest.param("c = {'a': client}; c['a'].get_pet()", "this calls get_pet if c['a'] is", id="a client in a dict"),
    pytest.param("client.call('gone')", "the document has no operation 'gone'.", id="an operation that is gone"),
    pytest.param("def f(:", "this is not Python that can be read", id="no Python"),
]


@pytest.mark.parametrize(("text", "expected"), UNKNOWN)
def test_what_cannot_be_known_is_listed_with_file_and_line(text: str, expected: str, tmp_path: Path) -> None:
    found = read(tmp_path, app=START + "\n\n" + text)
    (unknown,) = found.unknown
    assert (unknown.file, unknown.line) == (str(tmp_path / "app.py"), 5)
    assert expected in unknown.what


def test_names_are_followed_from_file_to_file(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        clients="import dynaclient as d\nshop = d.AsyncClient('x')\nID = 'getPet'\ndef make() -> d.Client: ...\n",
        app="""
            from clients import shop as s, make, ID
            import clients
            async def go():
                await s.createPet(name=1)
                make().call(ID, pet_id=1)
                await clients.shop.createPet(tags=[])
        """,
    )
    assert found.used.operations == {
        "createPet": frozenset(("body:name", "body:tags")),
        "getPet": frozenset((PET,)),
    }
    assert found.places["createPet"].startswith(str(tmp_path / "app.py:"))
    assert found.files == 2


def test_functions_of_the_programs_own_modules_are_no_operations(tmp_path: Path) -> None:
    found = read(tmp_path, shop="def createPet(): ...", app="import shop\nshop.createPet()")
    assert (found.unknown, found.used.operations) == ([], {})


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file or folder"):
        read_source(DOCUMENT, [tmp_path / "missing"])
