"""Type checkers accept the stubs and correct programs, and refuse what the client would refuse."""

from __future__ import annotations

import inspect
import time
from pathlib import Path

import pytest

from dynaclient import AsyncClient, Client, OpenAI
from dynaclient.stubs import write

from .conftest import Check
from .shop import DOCUMENT

GOOD = """\
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, List

from typing_extensions import assert_type

from shop import Shop

if TYPE_CHECKING:
    from shop import Line, Order

shop = Shop({})
order = shop.getOrder(order_id=3, view="short")
assert_type(order, "OrderAnswer")
assert_type(order.data, "Order")
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
for item in shop.createOrder(lines=[], stream=bool(note)):
    print(item)
print(shop.createOrder(body={"lines": [], "stream": True}).status_code)
assert_type(shop.upload_file(file=Path("a"), x=["1"]).data, str)
shop.upload_file(file=("a.txt", b"data", "text/plain"), x=["1"])
shop.upload_file(file=BytesIO(b"data"), x=[])
with shop.with_options(timeout=3) as quick:
    assert_type(quick, Shop)
assert_type(shop.list().data, None)
""".replace(
    "    from shop import Line, Order\n",
    "    from typing import Literal\n\n    from shop import Line, Order, OrderAnswer\n",
)

BAD = {
    "shop.getOrder(ordr_id=3)": "a misspelt argument",
    "shop.getOrder()": "a missing id",
    'shop.getOrder(order_id="3")': "a wrong type",
    'shop.getOrder(order_id=3, view="long")': "a value that is none of the enum",
    "shop.getOrdr(order_id=3)": "a misspelt operation",
    'lines: List[Line] = [{"skew": "a"}]': "a misspelt field",
    'line: Line = {"count": 1}': "a missing field",
    'shop.createOrder(lines=["a"])': "text for an object",
    'shop.createOrder(currency="EUR")': "a missing body field",
    'order: NewOrder = {"currency": "EUR"}': "a missing field of the whole body",
    'shop.createOrder(lines=[], pay="gold")': "no branch of the union",
    "shop.upload_file(file=3, x=[])": "no file",
    'shop.getOrder(order_id=3).data["nmae"]': "a misspelt field of the answer",
}


GOOD_ASYNC = """\
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, List

from typing_extensions import assert_type

from shop import AsyncShop

if TYPE_CHECKING:
    from typing import Literal

    from shop import AsyncOrderAnswer


async def main() -> None:
    async with AsyncShop({}) as shop:
        assert_type(shop, AsyncShop)
        order = await shop.getOrder(order_id=3, view="short")
        assert_type(order, "AsyncOrderAnswer")
        assert_type(order.data["id"], int)
        assert_type((await shop.get_order(order_id=3)).data["kind"], "Literal['order']")
        both = await asyncio.gather(shop.getOrder(order_id=1), shop.getOrder(order_id=2))
        print(both[0].data["lines"][0]["sku"].upper())
        await shop.getOrder({"path:order-id": 3})
        await shop.createOrder(lines=[{"sku": "a"}], pay={"type": "card", "number": "1"})
        await shop.createOrder(body={"lines": [], "pay": {"type": "cash"}})
        async for event in await shop.createOrder(lines=[], stream=True):
            print(event.data.get("step", "").upper())
        async for item in await shop.createOrder(lines=[], stream=bool(both)):
            print(item)
        assert_type((await shop.upload_file(file=Path("a"), x=["1"])).data, str)
        assert_type((await shop.list()).data, None)
        async for item in shop.paginate("getOrder", order_id=3):
            print(item)
        async for page in shop.paginate("getOrder", order_id=3).pages():
            print(page.status_code)
        done = await shop.poll("getOrder", order_id=3, until={"kind": ["order"]})
        await done.save("order.json")
        assert_type(shop.with_options(timeout=3), AsyncShop)


asyncio.run(main())
"""

BAD_ASYNC = {
    "await shop.getOrder(ordr_id=3)": "a misspelt argument",
    "await shop.getOrder()": "a missing id",
    'await shop.getOrder(order_id=3, view="long")': "a value that is none of the enum",
    "await shop.getOrdr(order_id=3)": "a misspelt operation",
    'await shop.createOrder(lines=["a"])': "text for an object",
    'await shop.createOrder(lines=[], pay="gold")': "no branch of the union",
    'print((await shop.getOrder(order_id=3)).data["nmae"])': "a misspelt field of the answer",
    "shop.getOrder(order_id=3)": "an await forgotten, so that nothing is sent",
    "print(shop.getOrder(order_id=3).data)": "an await forgotten before a field",
    "async for event in shop.createOrder(lines=[], stream=True): print(event)": "an await forgotten before a stream",
    "for event in await shop.createOrder(lines=[], stream=True): print(event.data.upper())": "an async forgotten",
    'for item in shop.paginate("getOrder", order_id=3): print(item)': "an async forgotten before pages",
    "with AsyncShop({}) as again: print(again)": "an async forgotten before with",
}


@pytest.mark.parametrize("program", [pytest.param(GOOD, id="sync"), pytest.param(GOOD_ASYNC, id="async")])
def test_a_program_that_uses_the_stub_is_accepted(program: str, check: Check, tmp_path: Path) -> None:
    """With the types that the document gives, without a cast."""
    write(DOCUMENT, "Shop", tmp_path / "shop.pyi")
    (tmp_path / "good.py").write_text(program)
    assert check(tmp_path, "shop.pyi", "good.py") == {}


@pytest.mark.parametrize(
    ("head", "bad"),
    [
        pytest.param(
            ["from typing import List", "from shop import Line, NewOrder, Shop", "shop = Shop({})"], BAD, id="sync"
        ),
        pytest.param(
            ["from shop import AsyncShop", "async def main(shop: AsyncShop) -> None:"],
            {f"    {line}": why for line, why in BAD_ASYNC.items()},
            id="async",
        ),
    ],
)
def test_every_mistake_is_refused(head: list[str], bad: dict[str, str], check: Check, tmp_path: Path) -> None:
    """Each on its own line, and nothing else."""
    write(DOCUMENT, "Shop", tmp_path / "shop.pyi")
    lines = [*head, *bad]
    (tmp_path / "bad.py").write_text("\n".join(lines) + "\n")
    found = check(tmp_path, "bad.py")
    assert {lines[n - 1] for n in found} == bad.keys(), found


def test_the_module_beside_the_stub_works_at_run_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What type checkers import can be imported; a module of one's own is left alone."""
    monkeypatch.syspath_prepend(str(tmp_path))
    files = write(DOCUMENT, "Shop", tmp_path / "shop_at_run_time.pyi")
    assert [path.name for path in files] == ["shop_at_run_time.pyi", "shop_at_run_time.py"]
    import shop_at_run_time  # type: ignore[import-not-found]

    assert isinstance(shop_at_run_time.Shop(DOCUMENT), Client)
    assert isinstance(shop_at_run_time.AsyncShop(DOCUMENT), AsyncClient)
    assert [path.name for path in write(DOCUMENT, "Shop", tmp_path / "shop_at_run_time.pyi")] == [
        "shop_at_run_time.pyi"
    ]


OURS = """\
from typing import Literal

from typing_extensions import assert_type

from dynaclient import OpenAI

client = OpenAI(api_key="k")
run = client.createRun(thread_id="t", assistant_id="a")
print(run.data["status"].upper(), client.list_messages(thread_id="t", order="desc").data["data"][0]["role"])
for event in client.createRun(thread_id="t", assistant_id="a", stream=True):
    print(len(event.data), event.event)
for sound in client.createSpeech(model="tts-1", voice="alloy", input="Hi", stream_format="sse"):
    print(sound.data["type"].upper())
assert_type(client.createSpeech(model="tts-1", voice="alloy", input="Hi").data, bytes)
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
OpenAI.sandbox().createRun(thread_id="t", assistant_id="a").data["status"].upper()
arrived = client.webhooks.unwrap(b"", {}, ["old", "new"], tolerance=60)
if arrived.type == "batch.completed":
    print(arrived.data["id"].upper(), arrived.replayed)
elif arrived.type == "realtime.call.incoming":
    print(arrived.data["sip_headers"][0]["name"].upper())
assert_type(client.webhooks["batch_failed"].unwrap(b"", []).data["id"], str)
assert_type(client.webhooks["batch.failed"].unwrap(b"", []).type, Literal["batch.failed"])


class Mine(OpenAI):
    pass


assert_type(Mine("other.yaml"), Mine)
"""

OURS_ASYNC = """\
import aiohttp
from typing_extensions import assert_type

from dynaclient import AsyncOpenAI


class Mine(AsyncOpenAI):
    pass


async def main() -> None:
    async with aiohttp.ClientSession() as session, AsyncOpenAI(api_key="k", session=session) as client:
        run = await client.createRun(thread_id="t", assistant_id="a")
        messages = await client.list_messages(thread_id="t", order="desc")
        print(run.data["status"].upper(), messages.data["data"][0]["role"])
        async for event in await client.createRun(thread_id="t", assistant_id="a", stream=True):
            print(len(event.data), event.event)
        await client.createChatCompletion(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}])
        other = AsyncOpenAI("other.yaml")
        assert_type(other, AsyncOpenAI)
        await other.createRun(anything=1)
        await client.operationOfANewerDocument(x=1)
        assert_type(Mine("other.yaml"), Mine)
        async with AsyncOpenAI.sandbox() as sandbox:
            print((await sandbox.createRun(thread_id="t", assistant_id="a")).data["status"].upper())
        print(client.webhooks["response.completed"].unwrap(b"", {}).data["id"].upper())
"""

NOT_OURS = {
    'client.createRun(thred_id="t", assistant_id="a")': "a misspelt argument",
    'client.listMessages(thread_id="t", order="up")': "a value that is none of the enum",
    'client.getRun(thread_id="t")': "a missing id",
    'client.createChatCompletion(model="gpt-4o", messages=["Hi"])': "text for a message",
    'messages: list[RequestMessage] = [{"role": "usr", "content": ""}]': "a wrong role",
    'OpenAI(api_kye="k")': "a misspelt option",
    'client.webhooks["batch_failed"].unwrap(b"", {}).data["idd"]': "a member that the event does not have",
    'client.webhooks.unwrap({"type": "a"}, {})': "a parsed body",
}

NOT_OURS_ASYNC = {
    'await client.createRun(thred_id="t", assistant_id="a")': "a misspelt argument",
    'await client.listMessages(thread_id="t", order="up")': "a value that is none of the enum",
    'await client.getRun(thread_id="t")': "a missing id",
    'await client.createChatCompletion(model="gpt-4o", messages=["Hi"])': "text for a message",
    'client.createRun(thread_id="t", assistant_id="a")': "an await forgotten",
    'print(client.createRun(thread_id="t", assistant_id="a").data)': "an await forgotten before a field",
    'AsyncOpenAI(api_kye="k")': "a misspelt option",
}


@pytest.mark.parametrize(
    "program", [pytest.param(OURS, id="sync"), pytest.param(OURS_ASYNC, id="async", marks=pytest.mark.slow)]
)
def test_openai_is_typed_out_of_the_box(program: str, check: Check, tmp_path: Path) -> None:
    """By the bundled description; the client of another document accepts anything."""
    (tmp_path / "ours.py").write_text(program)
    assert check(tmp_path, "ours.py") == {}


@pytest.mark.parametrize(
    ("head", "bad"),
    [
        pytest.param(
            [
                "from __future__ import annotations",
                "from typing import TYPE_CHECKING",
                "from dynaclient import OpenAI",
                "if TYPE_CHECKING: from dynaclient.openai_types import RequestMessage",
                "client = OpenAI()",
            ],
            NOT_OURS,
            id="sync",
        ),
        pytest.param(
            ["from dynaclient import AsyncOpenAI", "async def main() -> None:", "    client = AsyncOpenAI()"],
            {f"    {line}": why for line, why in NOT_OURS_ASYNC.items()},
            id="async",
        ),
    ],
)
def test_mistakes_with_openai_are_refused(head: list[str], bad: dict[str, str], check: Check, tmp_path: Path) -> None:
    """Out of the box."""
    lines = [*head, *bad]
    (tmp_path / "wrong.py").write_text("\n".join(lines) + "\n")
    found = check(tmp_path, "wrong.py")
    assert {lines[n - 1] for n in found} == bad.keys(), found


def test_the_options_that_checkers_know_are_those_there_are() -> None:
    """The classes that describe them are for type checkers, and would grow old unnoticed."""
    import ast

    import dynaclient.typed
    from dynaclient.client.given_options import CommonOptions, CopyOptions, RawOptions
    from dynaclient.client.options import _CHANGES
    from dynaclient.client.raw import _CHECKS

    tree = ast.parse(inspect.getsource(dynaclient.typed))
    listed = {n.name: n.body for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}
    real = {*inspect.signature(OpenAI.__init__).parameters, *inspect.signature(Client.__init__).parameters}
    for name in ("OpenAIOptions", "AsyncOpenAIOptions"):
        fields = [n for n in (*listed["SharedOptions"], *listed[name]) if isinstance(n, ast.AnnAssign)]
        known = {n.target.id for n in fields if isinstance(n.target, ast.Name)} | {*CommonOptions.__annotations__}
        assert known == real - {"self", "document", "options", "others"}, name
    assert {*CopyOptions.__annotations__} | {*CommonOptions.__annotations__} == {*_CHANGES}
    assert {*CopyOptions.__annotations__} - {*RawOptions.__annotations__} == {"headers", "query", *_CHECKS}


@pytest.mark.slow
def test_stubs_of_the_real_world_compile(check: Check, shared: Path, tmp_path: Path) -> None:
    """Every description, under mypy --strict and pyright, without an error."""
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
    errors = check(tmp_path, *stubs)
    print(f"{check.__name__}: {len(stubs)} stubs, {total / 1e6:.1f} MB, {time.perf_counter() - started:.1f} s")  # noqa: T201
    assert errors == {}
    assert len(stubs) >= 38
