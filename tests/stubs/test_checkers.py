"""Type checkers accept the stubs and correct programs, and refuse what the client would refuse."""

from __future__ import annotations

import inspect
import time
from pathlib import Path

import pytest

from dynaclient import Client, OpenAI
from dynaclient.stubs import write

from .conftest import Check, mypy

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {
        "/orders/{order-id}": {
            "get": {
                "operationId": "getOrder",
                "summary": "Get an order",
                "parameters": [
                    {"name": "order-id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "view", "in": "query", "schema": {"enum": ["short", "full"]}, "description": "How much."},
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
                    }
                },
            }
        },
        "/orders": {
            "post": {
                "operationId": "createOrder",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewOrder"}}},
                },
                "responses": {
                    "201": {
                        "description": "",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Order"}},
                            "text/event-stream": {
                                "schema": {"type": "object", "properties": {"step": {"type": "string"}}}
                            },
                        },
                    },
                },
            },
            "delete": {"operationId": "list", "responses": {"204": {"description": ""}}},
        },
        "/files": {
            "post": {
                "operationId": "upload file",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "required": ["file", "x[]"],
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "x[]": {"type": "array", "items": {"type": "string"}},
                                },
                            }
                        }
                    },
                },
                "responses": {"200": {"description": "", "content": {"text/plain": {}}}},
            }
        },
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["id", "kind", "lines"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "kind": {"const": "order"},
                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                    "note": {"type": ["string", "null"]},
                    "str": {"type": "boolean"},
                    "parent": {"$ref": "#/components/schemas/Order"},
                },
            },
            "Line": {
                "type": "object",
                "required": ["sku"],
                "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}},
            },
            "NewOrder": {
                "type": "object",
                "required": ["lines", "currency"],
                "properties": {
                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                    "currency": {"type": "string", "default": "EUR"},
                    "stream": {"type": "boolean"},
                    "pay": {
                        "oneOf": [
                            {
                                "type": "object",
                                "required": ["type"],
                                "properties": {"type": {"const": "card"}, "number": {"type": "string"}},
                            },
                            {"type": "object", "required": ["type"], "properties": {"type": {"const": "cash"}}},
                        ]
                    },
                },
            },
        }
    },
}

GOOD = """\
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, List

from typing_extensions import assert_type

from dynaclient.typed import Answer
from shop import Shop

if TYPE_CHECKING:
    from shop import Line, Order

shop = Shop({})
order = shop.getOrder(order_id=3, view="short")
assert_type(order, "Answer[Order]")
assert_type(order.data["id"], int)
note = order.data.get("note")
print(note.upper() if note else order.status_code)
assert_type(shop.get_order(order_id=3).data["lines"], "List[Line]")
parent = order.data.get("parent")
assert parent is not None
assert_type(parent["kind"], "Literal['order']")
shop.getOrder({"path:order-id": 3})
shop.createOrder(lines=[{"sku": "a"}, {"sku": "b", "count": 2}], pay={"type": "card", "number": "1"})
shop.createOrder(lines=({"sku": "a"},), currency="USD", stream=False)
shop.createOrder(body={"lines": [], "pay": {"type": "cash"}})
for event in shop.createOrder(lines=[], stream=True):
    print(event.data.get("step", "").upper())
assert_type(shop.upload_file(file=Path("a"), x__=["1"]).data, str)
shop.upload_file(file=("a.txt", b"data", "text/plain"), x__=["1"])
shop.upload_file(file=BytesIO(b"data"), x__=[])
with shop.with_options(timeout=3) as quick:
    assert_type(quick, Shop)
assert_type(shop.list().data, None)
""".replace(
    "    from shop import Line, Order\n", "    from typing import Literal\n\n    from shop import Line, Order\n"
)

BAD = {
    "shop.getOrder(ordr_id=3)": "a misspelt argument",
    "shop.getOrder()": "a missing id",
    'shop.getOrder(order_id="3")': "a wrong type",
    'shop.getOrder(order_id=3, view="long")': "a value that is none of the enum",
    "shop.getOrdr(order_id=3)": "a misspelt operation",
    'shop.createOrder(lines=[{"skew": "a"}])': "a misspelt field",
    'shop.createOrder(lines=[{"count": 1}])': "a missing field",
    'shop.createOrder(currency="EUR")': "a missing body field",
    'shop.createOrder(body={"currency": "EUR"})': "a missing field of the whole body",
    'shop.createOrder(lines=[], pay={"type": "gold"})': "no branch of the union",
    "shop.upload_file(file=3, x__=[])": "no file",
    'shop.getOrder(order_id=3).data["nmae"]': "a misspelt field of the answer",
}


def test_a_program_that_uses_the_stub_is_accepted(check: Check, tmp_path: Path) -> None:
    """With the types that the document gives, without a cast."""
    write(DOCUMENT, "Shop", tmp_path / "shop.pyi")
    (tmp_path / "good.py").write_text(GOOD)
    assert check(tmp_path, "shop.pyi", "good.py") == {}


def test_every_mistake_is_refused(check: Check, tmp_path: Path) -> None:
    """Each on its own line, and nothing else."""
    write(DOCUMENT, "Shop", tmp_path / "shop.pyi")
    lines = ["from shop import Shop", "shop = Shop({})", *BAD]
    (tmp_path / "bad.py").write_text("\n".join(lines) + "\n")
    found = check(tmp_path, "bad.py")
    assert {lines[n - 1]: why for n, why in found.items() if n > 2}.keys() == BAD.keys(), found
    assert min(found) > 2


def test_the_module_beside_the_stub_works_at_run_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What type checkers import can be imported; a module of one's own is left alone."""
    monkeypatch.syspath_prepend(str(tmp_path))
    files = write(DOCUMENT, "Shop", tmp_path / "shop_at_run_time.pyi")
    assert [path.name for path in files] == ["shop_at_run_time.pyi", "shop_at_run_time.py"]
    import shop_at_run_time  # type: ignore[import-not-found]

    assert isinstance(shop_at_run_time.Shop(DOCUMENT), Client)
    assert [path.name for path in write(DOCUMENT, "Shop", tmp_path / "shop_at_run_time.pyi")] == [
        "shop_at_run_time.pyi"
    ]


OURS = """\
from typing_extensions import assert_type

from dynaclient import OpenAI

client = OpenAI(api_key="k")
run = client.createRun(thread_id="t", assistant_id="a")
print(run.data["status"].upper(), client.list_messages(thread_id="t", order="desc").data["data"][0]["role"])
for event in client.createRun(thread_id="t", assistant_id="a", stream=True):
    print(len(event.data), event.event)
client.createChatCompletion(
    model="gpt-4o",
    messages=[{"role": "user", "content": [{"type": "text", "text": "Hi"}]}, {"role": "system", "content": "Be kind"}],
)
with open("a.mp3", "rb") as file:
    client.createTranscription(file=file, model="whisper-1")
other = OpenAI("other.yaml")
assert_type(other, OpenAI)
other.createRun(anything=1)
client.operationOfANewerDocument(x=1)


class Mine(OpenAI):
    pass


assert_type(Mine("other.yaml"), Mine)
"""

NOT_OURS = {
    'client.createRun(thred_id="t", assistant_id="a")': "a misspelt argument",
    'client.listMessages(thread_id="t", order="up")': "a value that is none of the enum",
    'client.getRun(thread_id="t")': "a missing id",
    'client.createChatCompletion(model="gpt-4o", messages=[{"role": "usr", "content": ""}])': "a wrong role",
    'OpenAI(api_kye="k")': "a misspelt option",
}


def test_openai_is_typed_out_of_the_box(check: Check, tmp_path: Path) -> None:
    """By the bundled description; another document's client takes what it gets."""
    (tmp_path / "ours.py").write_text(OURS)
    assert check(tmp_path, "ours.py") == {}


def test_mistakes_with_openai_are_refused(check: Check, tmp_path: Path) -> None:
    """Out of the box."""
    lines = ["from dynaclient import OpenAI", "client = OpenAI()", *NOT_OURS]
    (tmp_path / "wrong.py").write_text("\n".join(lines) + "\n")
    found = check(tmp_path, "wrong.py")
    assert {lines[n - 1] for n in found} == NOT_OURS.keys(), found


def test_the_options_that_checkers_know_are_those_there_are() -> None:
    """The class that describes them is for type checkers, and would grow old unnoticed."""
    import ast

    import dynaclient.typed

    tree = ast.parse(inspect.getsource(dynaclient.typed))
    listed = next(n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == "OpenAIOptions")
    known = {n.target.id for n in listed.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    real = {*inspect.signature(OpenAI.__init__).parameters, *inspect.signature(Client.__init__).parameters}
    assert known == real - {"self", "document", "options"}


@pytest.mark.slow
def test_stubs_of_the_real_world_compile(shared: Path, tmp_path: Path) -> None:
    """Every description, under mypy --strict, without an error; the bundled one among them."""
    total = 0
    for path in sorted((shared / "specs").glob("*.[jy]*")):
        name = path.name.replace(".", "_").replace("-", "_")
        started = time.perf_counter()
        stub = write(path, "Api", tmp_path / f"{name}.pyi")[0]
        size = stub.stat().st_size
        total += size
        print(f"{path.name}: {time.perf_counter() - started:.2f} s, {size / 1000:.0f} kB")  # noqa: T201
    stubs = sorted(path.name for path in tmp_path.glob("*.pyi"))
    started = time.perf_counter()
    errors = mypy(tmp_path, *stubs)
    print(f"mypy: {len(stubs)} stubs, {total / 1e6:.1f} MB, {time.perf_counter() - started:.1f} s")  # noqa: T201
    assert errors == {}
    assert len(stubs) >= 38
