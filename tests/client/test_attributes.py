"""Every operation is an attribute of the client, and nothing shadows the client's own."""

from __future__ import annotations

import asyncio
import copy
import inspect
import keyword
import pydoc
import sys
import threading
import time
import timeit
from typing import Any

import pytest
import requests

from dynaclient import MISSING, AsyncClient, Client, RequestError, Response, UnknownOperation, UnknownParameter

IDS = [
    "createRun",
    "list pets",
    "repos/get-content",
    "call",
    "close",
    "operations",
    "with_options",
    "_private",
    "__len__",
    "import",
    "getURL",
    "getUrl",
    "already_snake",
    "AlreadySnake",
    "2fa",
    "größe",
]


HIDDEN = ("call", "prepare", "validate", "explain", "paginate", "poll")
"""Methods of every client that begin with the operation."""


def document(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Many Names", "version": "7"}, "paths": paths}


NAMES = document(
    **{f"/{number}": {"get": {"operationId": name, "responses": {}}} for number, name in enumerate(IDS)},
    **{"/pets/{petId}": {"get": {"responses": {}}, "delete": {"responses": {}}}},
)
RUN = document(
    **{
        "/threads/{thread_id}/runs": {
            "post": {
                "operationId": "createRun",
                "summary": "Start a run.",
                "description": "It takes a while.",
                "parameters": [
                    {"name": "include[]", "in": "query", "schema": {"type": "array"}, "description": "More."},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
                    {"name": "params", "in": "query", "schema": {"type": "string"}},
                    {"name": "thread_id", "in": "path", "required": True, "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "assistant_id": {"type": "string", "description": "Who runs."},
                                    "class": {"type": "string"},
                                    "limit": {"type": "integer"},
                                },
                            }
                        }
                    },
                },
                "responses": {"200": {"description": "", "content": {"application/json": {}}}},
            }
        }
    }
)


class Echo:
    """An application that answers with the request line."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        line = f"{environ['REQUEST_METHOD']} {environ['RAW_URI']} {environ['wsgi.input'].read().decode()}".strip()
        self.seen.append(line)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [line.encode()]


@pytest.fixture
def app() -> Echo:
    return Echo()


@pytest.fixture
def client(app: Echo) -> Client:
    return Client(NAMES, app=app)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("createRun", "/0", id="exact id"),
        pytest.param("create_run", "/0", id="snake_case"),
        pytest.param("list_pets", "/1", id="alias of an id with a blank"),
        pytest.param("repos_get_content", "/2", id="alias of an id with a slash"),
        pytest.param("getURL", "/10", id="exact id beside a twin"),
        pytest.param("getUrl", "/11", id="the twin"),
        pytest.param("already_snake", "/12", id="an exact id beats an alias"),
        pytest.param("AlreadySnake", "/13", id="whose alias is taken"),
        pytest.param("_2fa", None, id="an alias with an underscore in front"),
        pytest.param("größe", "/15", id="letters beyond ASCII"),
        pytest.param("get_url", None, id="an alias that means two"),
    ],
)
def test_an_operation_is_an_attribute(client: Client, name: str, path: str | None) -> None:
    """Under its exact id, and under its snake_case alias where that is unique."""
    assert hasattr(client, name) is (path is not None)
    if path is not None:
        assert getattr(client, name)().data == f"GET {path}"
        assert client.call(name).data == f"GET {path}"


@pytest.mark.parametrize(
    "name", ["call", "close", "operations", "with_options", "_private", "__len__", "import", "2fa"]
)
def test_an_id_that_cannot_be_an_attribute_is_reached_by_call(client: Client, name: str) -> None:
    """Nothing ever shadows a client attribute."""
    path = f"/{IDS.index(name)}"
    assert client.call(name).data == f"GET {path}"
    assert client.operations[name].path == path
    assert client.prepare(name).url == f"http://localhost{path}"
    if name in ("call", "close", "operations", "with_options"):
        assert inspect.getattr_static(client, name) is inspect.getattr_static(Client, name)
    elif name.startswith("_"):
        assert not hasattr(client, name)


def test_an_operation_can_be_called_by_its_value(client: Client) -> None:
    """What `client.operations` gives is good enough to say which one is meant."""
    (found,) = client.operations.search("create run").values()
    assert client.call(found).data == "GET /0"  # type: ignore[arg-type]


def test_operations_without_an_id_have_a_stable_one(client: Client) -> None:
    """Made of method and path."""
    made = [name for name in client.operations if name not in IDS]
    assert [client.operations[name].method for name in made] == ["get", "delete"]
    assert client.call(made[0], petId="1").data == "GET /pets/1"
    assert list(Client(NAMES).operations)[len(IDS) :] == made


def test_dir_lists_what_can_be_written(client: Client) -> None:
    """Every name in it is an attribute; names that cannot be written or reached are not listed."""
    names = dir(client)
    assert {"createRun", "create_run", "list_pets", "repos_get_content", "call", "größe"} <= set(names)
    assert not {"list pets", "repos/get-content", "_private", "import", "2fa", "get_url"} & set(names)
    assert all(hasattr(client, name) for name in names)
    assert not any(keyword.iskeyword(name) for name in names)
    assert (names, len(names)) == (sorted(names), len(set(names)))


def test_an_unknown_attribute_names_the_nearest(client: Client) -> None:
    """An AttributeError, so that hasattr and getattr work, and an error of this package."""
    assert not hasattr(client, "nothing_like_this")
    assert getattr(client, "nothing_like_this", 5) == 5
    with pytest.raises(UnknownOperation) as caught:
        _ = client.createRuns
    assert isinstance(caught.value, (AttributeError, KeyError))
    assert str(caught.value) == "the document has no operation 'createRuns'. Did you mean 'createRun'?"
    with pytest.raises(UnknownOperation, match="Did you mean 'with_options'"):
        _ = client.with_option
    with pytest.raises(UnknownOperation, match=r"search with client\.operations\.search"):
        _ = client.zzzz


@pytest.mark.parametrize("name", [None, 5, b"createRun", ["createRun"]])
@pytest.mark.parametrize("method", ["call", "prepare", "validate", "explain"])
def test_an_operation_id_is_text(client: Client, method: str, name: Any) -> None:
    """Whatever else is passed is unknown, without a crash."""
    with pytest.raises(UnknownOperation):
        getattr(client, method)(name)


def test_a_method_calls_as_call_does(app: Echo) -> None:
    """By keyword, by wire name in a mapping, with a whole body."""
    client = Client(RUN, app=app)
    client.createRun(thread_id="t", assistant_id="a")
    client.create_run({"thread_id": "t", "include[]": ["x", "y"]}, body={"assistant_id": "a"})
    client.call("createRun", {"path:thread_id": "t", "body:limit": 1}, params="p")
    assert app.seen == [
        'POST /threads/t/runs {"assistant_id":"a"}',
        'POST /threads/t/runs?include%5B%5D=x&include%5B%5D=y {"assistant_id":"a"}',
        'POST /threads/t/runs?params=p {"limit":1}',
    ]


def test_the_signature_is_the_documents() -> None:
    """Keyword-only, required ones first, with types and defaults; a parameter may be called params."""
    method = Client(RUN).createRun
    assert str(inspect.signature(method)) == (
        "(_params=None, /, *, thread_id: str, include__: list = MISSING, limit: int = 20, params: str = MISSING, "
        "assistant_id=MISSING, class_=MISSING, body=MISSING)"
    )
    parameter = inspect.signature(method).parameters["include__"]
    assert parameter.default is MISSING
    assert inspect.signature(method).bind(thread_id="t").arguments == {"thread_id": "t"}


def test_help_tells_what_the_document_says() -> None:
    """`help()` and `?` in a notebook show the method's name, its arguments and the fields of its body."""
    client = Client(RUN)
    text = pydoc.render_doc(client.create_run, renderer=pydoc.plaintext)
    assert "createRun(_params=None,/,*,thread_id:str,include__:list=MISSING" in "".join(text.split())
    for words in (
        "Start a run.",
        "It takes a while.",
        "POST /threads/{thread_id}/runs",
        "include__ (include[]): array, in query",
        "limit: integer, in query, default 20",
        "thread_id: string, in path, required",
        "Body (required, application/json):",
        "assistant_id: string",
        "Who runs.",
        "Answers: 200 application/json",
    ):
        assert words in text
    assert client.create_run.__name__ == "createRun"
    assert client.create_run.operation is client.operations["createRun"]  # type: ignore[attr-defined]


def test_the_same_attribute_is_the_same_function(client: Client) -> None:
    """Under both of its names."""
    assert client.createRun is client.createRun is client.create_run


def test_a_client_shows_itself(client: Client) -> None:
    """In a terminal and in a notebook, where the document's own words are escaped."""
    assert repr(client) == "<Client for 'Many Names 7', 18 operations>"
    assert "<td style='text-align:left'>createRun</td>" in client._repr_html_()
    risky = document(**{"/x": {"get": {"operationId": "<b>", "summary": "<script>", "responses": {}}}})
    assert "<script>" not in Client(risky)._repr_html_()


# copies


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_is_a_client_of_its_own(client: Client, make: Any) -> None:
    """It shares document and connections, and its methods are its own."""
    first = client.createRun
    other = make(client.with_options(server=0))
    assert (other.document is client.document, other.session is client.session) == (True, True)
    assert other.createRun is not first
    assert other.createRun().data == "GET /0"


def test_a_half_made_client_does_not_recurse() -> None:
    """Tools that make objects without __init__ ask them for attributes."""
    empty = object.__new__(Client)
    assert not hasattr(empty, "_core")
    with pytest.raises(AttributeError):
        _ = empty.createRun


# documents do not mix


def test_two_clients_never_mix() -> None:
    """The same operationId in two documents means two operations, whatever was called before."""

    def of(path: str, name: str) -> dict[str, Any]:
        parameter = {"name": name, "in": "query", "required": True, "schema": {"type": "integer"}}
        return document(**{path: {"get": {"operationId": "op", "parameters": [parameter], "responses": {}}}})

    app = Echo()
    one, two = Client(of("/one", "a"), app=app), Client(of("/two", "b"), app=app)
    for _ in range(2):
        one.op(a=1)
        two.op(b=2)
        with pytest.raises(UnknownParameter):
            one.op(b=2)
        with pytest.raises(UnknownParameter):
            two.op(a=1)
    assert app.seen == ["GET /one?a=1", "GET /two?b=2"] * 2
    assert (str(inspect.signature(one.op)), str(inspect.signature(two.op))) == (
        "(params=None, /, *, a: int)",
        "(params=None, /, *, b: int)",
    )


def test_one_document_serves_many_clients(app: Echo) -> None:
    """A Document is read once and shared; each client has its own options."""
    first = Client(RUN, app=app)
    second = Client(first.document, app=app, headers={"X-A": "1"})
    assert second.document is first.document
    assert second.prepare("createRun", thread_id="t", body={}).headers["X-A"] == "1"
    assert "X-A" not in first.prepare("createRun", thread_id="t", body={}).headers


def test_the_callers_mapping_stays_as_it_is(app: Echo) -> None:
    """Neither reading the document nor calling it changes it, nor the arguments."""
    given, before = copy.deepcopy(RUN), copy.deepcopy(RUN)
    params: dict[str, Any] = {"thread_id": "t", "include[]": ["a"]}
    body: dict[str, Any] = {"assistant_id": "a", "class": None}
    client = Client(given, app=app, validate=False)
    client.createRun(params, body=body)
    client.explain("createRun", params, body=body)
    assert given == before
    assert (params, body) == ({"thread_id": "t", "include[]": ["a"]}, {"assistant_id": "a", "class": None})


# threads and time


def test_thirty_two_threads_share_one_of_each_piece() -> None:
    """Whatever is made when it is first needed is made once: connections, builders, methods, checks."""
    many = document(
        **{f"/p{n}": {"get": {"operationId": f"op{n}", "responses": {"200": {"description": ""}}}} for n in range(20)}
    )
    app = Echo()
    client = Client(many, app=app, validate_responses="record")
    barrier = threading.Barrier(32)
    found: list[tuple[Any, ...]] = []
    errors: list[BaseException] = []

    def work() -> None:
        barrier.wait()
        try:
            for n in range(20):
                assert getattr(client, f"op{n}")().data == f"GET /p{n}"
                shared = client._slot.current
                found.append((n, id(client.session), id(shared.builder(f"op{n}")), id(shared.operation_help(f"op{n}"))))
        except BaseException as error:
            errors.append(error)

    previous = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(previous)
    assert errors == []
    assert (len(found), len(set(found))) == (640, 20)
    assert len(app.seen) == 640


def test_an_attribute_costs_little() -> None:
    """One that is there, on the client and on a fresh copy; and one that is not, which tools ask for a lot."""
    big = document(**{f"/p{n}": {"get": {"operationId": f"someOperation{n}", "responses": {}}} for n in range(500)})
    client = Client(big)
    _ = client.someOperation1

    def fresh() -> None:
        _ = client.with_options(server=0).someOperation1

    assert min(timeit.repeat(lambda: client.someOperation1, number=1000, repeat=5, timer=time.process_time)) < 0.05
    assert min(timeit.repeat(fresh, number=100, repeat=5, timer=time.process_time)) < 0.05
    assert min(timeit.repeat(lambda: hasattr(client, "shape"), number=100, repeat=5, timer=time.process_time)) < 0.05


def test_options_are_no_arguments(client: Client) -> None:
    """Options for `with_options` are refused among arguments, never applied."""
    with pytest.raises(RequestError, match="timeout"):
        client.call("createRun", timeout=5)


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("operation_id", ["{}", "{title}"], ids=["id", "alias"])
def test_a_method_without_its_operation_says_how_to_call_one_of_its_name(name: str, operation_id: str) -> None:
    """The client's method wins; who calls it like an operation learns how to reach that."""
    operation_id = operation_id.format(name, title=name.title())
    client = Client(document(**{"/x": {"get": {"operationId": operation_id, "responses": {}}}}))
    for arguments in ((), ({"id": 3},), (5,)):
        for named in ({}, {"id": 3}):
            with pytest.raises(UnknownOperation) as caught:
                getattr(client, name)(*arguments, **named)
            assert f"client.call({operation_id!r})" in str(caught.value)


@pytest.mark.parametrize("name", HIDDEN)
def test_a_method_of_an_async_client_says_it_too(name: str) -> None:
    async def call() -> None:
        async with AsyncClient(document(**{"/x": {"get": {"operationId": name, "responses": {}}}})) as client:
            found = getattr(client, name)()
            if inspect.isawaitable(found):
                await found

    with pytest.raises(UnknownOperation, match=f"client.call\\('{name}'\\)"):
        asyncio.run(call())


@pytest.mark.parametrize("name", HIDDEN)
def test_a_method_without_its_operation_says_what_is_missing(name: str) -> None:
    with pytest.raises(UnknownOperation, match="the id of an operation is missing: it is the first argument"):
        getattr(Client(RUN), name)()


def test_only_the_operation_that_the_called_method_hides_is_named() -> None:
    """A document that has all of them gets the one that was meant."""
    paths = {f"/{name}": {"get": {"operationId": name, "responses": {}}} for name in HIDDEN}
    client = Client(document(**paths))
    for name in HIDDEN:
        for arguments in ((), ({"id": 3},)):
            with pytest.raises(UnknownOperation) as caught:
                getattr(client, name)(*arguments)
            assert str(caught.value) == (
                f"{name} is a method of the client here. The operation of that name is called with "
                f"client.call('{name}'); client.{name} takes the id of an operation as its first argument."
            )


@pytest.mark.parametrize(
    ("call", "text"),
    [
        pytest.param(
            lambda c, run: c.paginate(run),
            "paginate takes the id of an operation first, not its answer: write client.paginate('createRun', …)",
            id="an answer",
        ),
        pytest.param(
            lambda c, run: c.poll({"id": "r"}, until="status"),
            "poll takes the id of an operation or an answer first, not a mapping: pass the answer itself, run instead "
            "of run.data",
            id="the data of an answer",
        ),
        pytest.param(
            lambda c, run: c.poll(None, until="status"),
            "poll takes the id of an operation or an answer first, not None; client.operations has the ids",
            id="None",
        ),
        pytest.param(
            lambda c, run: c.call({"thread_id": "t"}),
            "call takes the id of an operation first, not a mapping: write client.call('OPERATION', {…})",
            id="the arguments",
        ),
    ],
)
def test_what_is_no_operation_is_called_what_it_is(call: Any, text: str) -> None:
    """Not: the document has no operation '<Response …>'."""
    raw = requests.Response()
    raw.status_code, raw._content = 200, b'{"id": "r"}'
    client = Client(RUN)
    run = Response(raw, client.operations["createRun"], client.document)
    with pytest.raises(UnknownOperation) as caught:
        call(client, run)
    assert str(caught.value) == text
    with pytest.raises(UnknownOperation) as caught:
        _finished(call(AsyncClient(RUN), run))
    assert str(caught.value) == text


def _finished(call: Any) -> None:
    async def finish() -> None:
        await call

    if inspect.isawaitable(call):
        asyncio.run(finish())


def test_poll_without_until_says_what_is_missing() -> None:
    with pytest.raises(RequestError, match="until="):
        Client(RUN).poll("createRun", thread_id="t")  # type: ignore[call-arg]
