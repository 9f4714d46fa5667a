"""A program of right and wrong uses, one to a line: what type checkers should say of each."""

from __future__ import annotations

from typing import Any

from .shop import DOCUMENT

_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_AFTER = {"name": "after", "in": "query", "schema": {"type": "string"}}


def _answer(schema: Any) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


_ORDER = {"$ref": "#/components/schemas/Order"}
_LIST = {
    "type": "object",
    "required": ["data"],
    "properties": {"data": {"type": "array", "items": _ORDER}, "next": {"type": "string"}},
}
_JOB = {
    "type": "object",
    "required": ["state"],
    "properties": {"state": {"enum": ["waiting", "done", "failed"]}, "left": {"type": "integer"}},
}

STORE = {
    **DOCUMENT,
    "paths": {
        **DOCUMENT["paths"],  # type: ignore[dict-item]
        "/all": {"get": {"operationId": "listOrders", "parameters": [_AFTER], "responses": _answer(_LIST)}},
        "/jobs/{id}": {"get": {"operationId": "getJob", "parameters": [_ID], "responses": _answer(_JOB)}},
        "/tags": {"get": {"operationId": "tags", "responses": _answer({"type": "array", "items": {"type": "string"}})}},
        "/prices": {
            "get": {
                "operationId": "prices",
                "responses": _answer({"type": "object", "additionalProperties": {"type": "number"}}),
            }
        },
    },
}
"""The shop, with a list that has pages, a job to wait for, an answer that is a list and one that is a mapping."""

HEAD = """\
from __future__ import annotations

from pathlib import Path
from typing import Any, AsyncIterator, List, Literal, Optional

import requests
from typing_extensions import assert_type

from dynaclient import Client, OpenAI, RetryPolicy
from dynaclient.openai_types import AsyncBundledOpenAI as Later
from dynaclient.openai_types import File, FileListAnswer, RequestMessage, Run, RunAnswer
from store import AsyncStore, ListOrdersResponseAnswer, Order, OrderAnswer, Store

client, store, plain = OpenAI(), Store({}), Client({})
msgs = [{"role": "user", "content": "x"}]
parts = [{"role": "user", "content": [{"type": "text", "text": "x"}]}]
tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]
declared: List[RequestMessage] = [{"role": "user", "content": "x"}]
numbers = [1, 2]
name = str(Path("a"))
"""

RIGHT = """\
client.with_options(timeout=3)
client.with_options(timeout=(3, 60), deadline=None, retries=RetryPolicy(2), stream=True)
client.with_options(headers={"X-A": None}, extra_body={"a": 1}, raise_for_status=False)
client.with_options(validate="strict", validate_responses="raise", formats={"date"}, content_type="application/json")
client.with_options(on_request=[print], query={"a": [1]}, credentials={"key": lambda: "k"}, pickle_credentials=True)
plain.with_options(base_url="http://localhost", server=1, server_variables={"a": "b"}, pace=True).call("x", a=1)
assert_type(client.with_options(retries=5).getRun(thread_id="t", run_id="r"), RunAnswer)
assert_type(store.with_options(max_body=None).getOrder(order_id=1), OrderAnswer)
OpenAI(api_key="k", timeout=3, session=requests.Session()).listModels()
OpenAI.sandbox(validate_responses="raise").listModels()
client.createChatCompletion(model="gpt-4o", messages=msgs)
client.createChatCompletion(model="gpt-4o", messages=parts, tools=tools)
client.createChatCompletion(model="gpt-4o", messages=declared)
client.createChatCompletion(model="gpt-4o", messages=[*msgs, {"role": "assistant", "content": name}])
client.createChatCompletion(model="gpt-4o", messages=[{"role": "system", "content": "Be kind"}], temperature=0)
client.createChatCompletion(body={"model": "gpt-4o", "messages": msgs})
client.createEmbedding(model="text-embedding-3-small", input=["a"])
client.createThread(messages=[{"role": "user", "content": "x"}], metadata={"a": "b"})
client.createFile(file=Path("a"), purpose="assistants")
client.createFile(file=("a.txt", b"x", "text/plain"), purpose="assistants")
client.listMessages({"path:thread_id": "t"})
client.getRun(thread_id="t", run_id="r").data["status"].upper()
assert_type(client.getRun(thread_id="t", run_id="r").data, Run)
print(client.getRun(thread_id="t", run_id="r")["status"] == "completed")
assert_type(client.getRun(thread_id="t", run_id="r")["created_at"], int)
print(client.getRun(thread_id="t", run_id="r").get("a_newer_field"))
print(client.createChatCompletion(model="m", messages=msgs)["choices"][0]["message"]["content"])
print(client.createChatCompletion(model="m", messages=msgs).status_code, client.listFiles().headers["A"])
print([event.data["choices"] for event in client.createChatCompletion(model="m", messages=msgs, stream=True)])
print([len(event.data) for event in client.createRun(thread_id="t", assistant_id="a", stream=True).events("x")])
assert_type(client.createSpeech(model="tts-1", voice="alloy", input="Hi").data, bytes)
print([file["filename"].upper() for file in client.paginate("listFiles", limit=3)])
assert_type(list(client.paginate("listFiles", order="asc")), List[File])
assert_type(list(client.paginate("list_files").pages()), List[FileListAnswer])
print([page["has_more"] for page in client.paginate("listFiles").pages()])
print([message["role"] for message in client.paginate("listMessages", thread_id="t", limit=3)])
print([x for x in client.paginate("listAssistants", rule={"kind": "cursor", "parameter": "after"}, limit=2)])
print([x for x in client.paginate(name, {"limit": 3}, start={"after": "x"})], list(client.paginate("aNewerList", {})))
print([x for x in client.paginate("createRun", rule={"items": "/tools"}, thread_id="t", assistant_id="a")])
assert_type(client.poll("getRun", thread_id="t", run_id="r", until="status"), RunAnswer)
client.poll("getRun", thread_id="t", run_id="r", until={"status": ["completed"]}, interval=2, deadline=None)
client.poll("getRun", thread_id="t", run_id="r", until=lambda run: run["status"] == "completed")
client.poll("getRun", thread_id="t", run_id="r", until="status", progress=lambda run: print(run["created_at"]))
assert_type(client.poll(client.createRun(thread_id="t", assistant_id="a"), until="status"), RunAnswer)
with client.createRun(thread_id="t", assistant_id="a") as run: assert_type(client.poll(run, until="status"), RunAnswer)
assert_type(client.poll(client.getRun(thread_id="t", run_id="r").raise_for_status(), until="status"), RunAnswer)
assert_type(next(iter(client.map("retrieveFile", "ids.csv", key="id", into="out.jsonl"))).data, Optional[File])
print([done.data["data"][0]["embedding"] for done in client.map("create_embedding", [{"input": "x"}]) if done.data])
print([done.response.status_code for done in client.map("retrieveFile", [{}], workers=4, rate="5/s") if done.response])
print(client.map(name, [{"a": 1}], arguments={"a": "b"}, constants={"c": 1}).run().done, client.map("aNewer", []))
assert_type(list(client.pull("listFiles", into=Path("f.jsonl"), since="created_at", limit=3)), List[File])
print(client.pull(name, {"limit": 3}, into="f.parquet", key="id").run().new, client.paginate("listFiles").to_arrow())
client.request("POST", "/newer", json={"a": 1}, timeout=3, extra_body={"b": 2}, headers={"A": "b"}, query={"c": [1]})
client.operationOfANewerDocument(x=1)["y"]
assert_type(store.getOrder(order_id=1)["id"], int)
assert_type([order["id"] for order in store.paginate("listOrders", after="x")], List[int])
assert_type(list(store.paginate("listOrders").pages()), List[ListOrdersResponseAnswer])
assert_type(store.listOrders()["data"], List[Order])
assert_type(store.poll("getJob", id="1", until="state")["state"], Literal["waiting", "done", "failed"])
assert_type(store.tags()[0], str)
assert_type([tag for tag in store.tags()], List[str])
assert_type(store.prices()["a"], float)
store.createOrder(lines=[{"sku": "a"}, {"sku": "b", "count": 2}], pay={"type": "card"})
with store.createOrder(lines=[], stream=True) as stream: print([event.data.get("step", "") for event in stream])
with store as opened: assert_type(opened, Store)
async def one(client: Later) -> str: return (await client.getRun(thread_id="t", run_id="r"))["status"]
async def two(client: Later) -> List[File]: return [file async for file in client.paginate("listFiles", limit=3)]
async def three(c: Later) -> str: return (await c.poll("retrieveBatch", batch_id="b", until="status"))["status"]
async def seven(c: Later) -> List[File]: return [file async for file in c.pull("listFiles", into="x", key="id")]
async def eight(c: Later) -> int: return (await c.map("retrieveFile", "ids.csv", order="input").run()).done
async def nine(c: Later) -> Any: return [d.data["id"] async for d in c.map("retrieveFile", later()) if d.data]
async def later() -> AsyncIterator[dict[str, Any]]: yield {"file_id": "x"}
async def four(store: AsyncStore) -> List[int]: return [item["id"] async for item in store.paginate("listOrders")]
""".splitlines()

WRONG = """\
client.with_options(timeot=3)
client.with_options(timeout="3")
client.with_options(retries="many")
client.with_options(validate="strictly")
client.with_options(headers=["X-A"])
client.with_options(api_key="k")
client.request("GET", "/x", nonsense=3)
client.request("GET", "/x", timeout="3")
client.request("GET", "/x", validate_responses="raise")
client.request("POST", "/x", {"a": 1})
client.coerce("createThread", name="x")
Client({}, max_retries=5)
plain.with_options(extra_headrs={"a": "b"})
store.with_options(on_retry=3)
OpenAI(api_kye="k")
OpenAI.sandbox(timeot=3)
client.createChatCompletion(model="gpt-4o", messages="Hi")
client.createChatCompletion(model="gpt-4o", messages=numbers)
client.createChatCompletion(model="gpt-4o", mesages=msgs)
client.createChatCompletion(messages=msgs)
client.createChatCompletion(model="gpt-4o", messages=msgs, temperature="hot")
client.createChatCompletion(model="gpt-4o", messages=msgs, stream="yes")
wrong: List[RequestMessage] = [{"role": "usr", "content": "x"}]
client.createFile(file=3, purpose="assistants")
client.listMessages(thread_id="t", order="up")
client.getRun(thread_id="t")
client.getRun("t", "r")
client.getRun(thread_id="t", run_id="r")["stauts"]
client.getRun(thread_id="t", run_id="r").data["stauts"]
print(client.getRun(thread_id="t", run_id="r")["created_at"].upper())
print(client.getRun(thread_id="t", run_id="r")["status"] + 1)
client.paginate("listFiels")
client.paginate("listFiles", limt=3)
client.paginate("listFiles", start="x")
client.paginate("listMessages", limit=3)
client.paginate("createRun", thread_id="t", assistant_id="a")
print([file["filenam"] for file in client.paginate("listFiles")])
print([page["data"][0]["nme"] for page in client.paginate("listFiles").pages()])
client.map("retrieveFile", "ids.csv", worker=3)
client.map("retrieveFile")
client.map("retrieveFile", 3)
client.map("retrieveFile", "ids.csv", order="rows")
print([done.data["nme"] for done in client.map("retrieveFile", "ids.csv") if done.data])
print([done.data["filename"] for done in client.map("retrieveFile", "ids.csv")])
client.pull("listFiles", into="x", key="id", limt=3)
client.pull("listFiles", into=3, key="id")
client.pull("listFiles", into="x.csv", form="csv", key="id")
client.poll("getRun", thread_id="t", until="status")
client.poll("getRun", thread_id="t", run_id="r")
client.poll("getRun", thread_id="t", run_id="r", until=lambda run: run["stauts"] == "completed")
client.poll("gteRun", thread_id="t", run_id="r", until="status")
store.getOrdr(order_id=1)
store.poll("getJob", id="1", until="state")["left"].upper()
async def five(client: Later) -> Any: return client.getRun(thread_id="t", run_id="r")["status"]
async def six(client: Later) -> Any: return [file for file in client.paginate("listFiles")]
""".splitlines()
