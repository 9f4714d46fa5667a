"""Answers read into classes: dataclasses, pydantic models, and types made of them."""

from __future__ import annotations

import asyncio
import enum
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, NewType, TypedDict, TypeVar
from uuid import UUID

import pytest

from dynaclient import AsyncOpenAI, Client, InvalidResponse, OpenAI, RequestError, Response

pydantic = pytest.importorskip("pydantic", reason="pydantic is not installed")

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/x": {"get": {"operationId": "op", "responses": {}}}},
}


def answer(body: Any, content_type: str = "application/json") -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", content_type)])
        return [content]

    return Client(DOCUMENT, app=app, credentials={}).call("op")


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Address:
    street: str
    zip: str | None = None


@dataclass
class Person:
    name: str
    age: int
    born: date | None
    address: Address
    created_at: datetime
    friends: list[Person] = field(default_factory=list)
    colour: Colour = Colour.RED
    scores: dict[str, list[int]] = field(default_factory=dict)
    kind: Literal["a", "b"] = "a"
    class_: str = ""
    key: str = field(default="", metadata={"name": "x-key"})
    pair: tuple[int, str] | None = None


ADA = {
    "name": "Ada",
    "age": 36.0,
    "address": {"street": "Dean"},
    "createdAt": 1767225601,
    "friends": [
        {"name": "B", "age": 1, "address": {"street": "t", "zip": "1"}, "created_at": "2026-01-01T00:00:00.1234567Z"}
    ],
    "colour": "blue",
    "scores": {"x": [1]},
    "class": "first",
    "x-key": "k",
    "pair": [1, "x"],
    "unknown": "ignored",
}


def test_a_class_with_everything() -> None:
    """Nested, listed, optional, defaulted, by another name; what the class does not have is ignored."""
    utc = timezone.utc
    friend = Person("B", 1, None, Address("t", "1"), datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=utc))
    made = datetime(2026, 1, 1, 0, 0, 1, tzinfo=utc)
    assert answer(ADA).unmarshal(into=Person) == Person(
        "Ada", 36, None, Address("Dean"), made, [friend], Colour.BLUE, {"x": [1]}, "a", "first", "k", (1, "x")
    )


def test_every_place_that_does_not_fit_is_named() -> None:
    """At once, each with what was expected and given."""
    bad = {
        "nme": "Ada",
        "age": "36",
        "address": {"street": 5},
        "createdAt": "soon",
        "friends": [{"name": "B", "age": True, "address": None, "created_at": "2026-01-01T00:00:00Z"}],
        "colour": "blu",
        "scores": {"a": ["x"], "b": 3},
        "kind": "c",
        "pair": [1],
    }
    with pytest.raises(InvalidResponse) as caught:
        answer(bad).unmarshal(into=Person)
    assert str(caught.value).splitlines() == [
        "op: the response does not fit Person.",
        "  /body/name: this is required and missing. Did you mean 'nme'?",
        '  /body/age: expected integer, given string "36"',
        "  /body/address/street: expected string, given integer 5",
        '  /body/createdAt: expected a date and time, given string "soon"',
        "  /body/friends/0/age: expected integer, given boolean true",
        "  /body/friends/0/address: expected object (Address), given null",
        '  /body/colour: expected one of "red", "blue", given string "blu". Did you mean \'blue\'?',
        '  /body/scores/a/0: expected integer, given string "x"',
        "  /body/scores/b: expected array, given integer 3",
        '  /body/kind: expected one of "a", "b", given string "c"',
        "  /body/pair: expected array of 2 items or null, given array [1]",
    ]
    first = caught.value.violations[0]
    assert (first.operation_id, first.status_code, first.location, first.keyword) == ("op", 200, "body", "required")


T = TypeVar("T")
UserId = NewType("UserId", str)


@dataclass
class Page(Generic[T]):
    data: list[T]
    has_more: bool = False


class Model(pydantic.BaseModel, strict=True):
    name: str
    age: int
    address: Address
    at: datetime


class Wide(TypedDict, total=False):
    a: int
    b: list[str]


@dataclass
class Cat:
    kind: Literal["cat"]
    lives: int


@dataclass
class Dog:
    kind: Literal["dog"]
    name: str


@pydantic.dataclasses.dataclass
class PydanticClass:
    a: int


class Box(pydantic.BaseModel, Generic[T]):
    x: T


MODEL = {"name": "x", "age": 1, "address": {"street": "s"}, "at": "2026-01-01T00:00:00Z"}
MODEL_READ = Model(name="x", age=1, address=Address("s"), at=datetime(2026, 1, 1, tzinfo=timezone.utc))


@pytest.mark.parametrize(
    ("body", "into", "expected"),
    [
        pytest.param(MODEL, Model, MODEL_READ, id="a strict model reads JSON as JSON"),
        pytest.param([MODEL], list[Model], [MODEL_READ], id="a list of models"),
        pytest.param({"data": [MODEL]}, Page[Model], Page([MODEL_READ]), id="a generic dataclass"),
        pytest.param({"x": "5"}, Box[int], Box[int](x=5), id="a generic model"),
        pytest.param({"a": "5"}, PydanticClass, PydanticClass(5), id="pydantic's dataclass"),
        pytest.param({"kind": "dog", "name": "Rex"}, Cat | Dog, Dog("dog", "Rex"), id="a union"),
        pytest.param({"a": 1, "c": 2}, Wide, {"a": 1, "c": 2}, id="a TypedDict keeps what it does not name"),
        pytest.param([1, 2], set[int], {1, 2}, id="a set"),
        pytest.param([1, 2], tuple[int, ...], (1, 2), id="a tuple"),
        pytest.param([1, 2], Sequence[int], [1, 2], id="a sequence"),
        pytest.param([1], Annotated[list[int], "x"], [1], id="an annotated type"),
        pytest.param(["u"], list[UserId], ["u"], id="a new type"),
        pytest.param({"a": 1}, dict, {"a": 1}, id="a bare dict"),
        pytest.param({"a": None}, dict[str, Any], {"a": None}, id="anything"),
        pytest.param("12:30:00Z", time, time(12, 30, tzinfo=timezone.utc), id="a time"),
        pytest.param("2026-02-03", date, date(2026, 2, 3), id="a date"),
        pytest.param(0.1, Decimal, Decimal("0.1"), id="a decimal"),
        pytest.param(1, float, 1.0, id="a number"),
        pytest.param("0" * 32, UUID, UUID(int=0), id="a UUID"),
        pytest.param(b"", Person | None, None, id="nothing"),
    ],
)
def test_types(body: Any, into: Any, expected: Any) -> None:
    """Each reads its values, with the type that they should have."""
    read = answer(body).unmarshal(into=into)
    assert read == expected
    assert type(read) is type(expected)


@dataclass
class Checked:
    a: int

    def __post_init__(self) -> None:
        if self.a < 0:
            raise ValueError("a must not be negative")


@pytest.mark.parametrize(
    ("body", "into", "lines"),
    [
        pytest.param(
            {"nam": "x", "age": "old", "address": {"street": 5}, "at": "no"},
            Model,
            [
                "/body/name: this is required and missing",
                '/body/age: input should be a valid integer, given string "old"',
                "/body/address/street: input should be a valid string, given integer 5",
                '/body/at: input should be a valid datetime, input is too short, given string "no"',
            ],
            id="pydantic's own words",
        ),
        pytest.param(
            {"data": [1], "x": 1},
            list[int],
            ['/body: expected array, given object {"data": [1], "x": 1}; its list is in "data"'],
            id="a list that is wrapped",
        ),
        pytest.param(b"", Person, ["/body: expected object (Person), given an empty body"], id="nothing"),
        pytest.param({"a": -1}, Checked, ["/body: Checked refuses it: a must not be negative"], id="a check"),
        pytest.param(
            {"kind": "dog", "name": 5}, Cat | Dog, ["/body/name: expected string, given integer 5"], id="meant"
        ),
        pytest.param(
            {"kind": "cow"}, Cat | Dog, ['/body/kind: expected "cat" or "dog", given string "cow"'], id="neither"
        ),
        pytest.param(
            5, Cat | Dog | None, ["/body: expected object (Cat), object (Dog) or null, given integer 5"], id="no object"
        ),
        pytest.param({"api_key": 5}, dict[str, str], ["/body/api_key: expected string, given integer"], id="a secret"),
        pytest.param({"b": 5}, Wide, ["/body/b: expected array, given integer 5"], id="TypedDict"),
        pytest.param(
            [[1]],
            set[list[int]],
            ["/body: expected array of values that can be in a set, given array [[1]]"],
            id="a set of lists",
        ),
        pytest.param([1, True], list[bool], ["/body/0: expected boolean, given integer 1"], id="no boolean"),
        pytest.param([True], list[Literal[1]], ["/body/0: expected 1, given boolean true"], id="true is not 1"),
    ],
)
def test_what_does_not_fit(body: Any, into: Any, lines: list[str]) -> None:
    """In the words of the package, and those of pydantic where it reads."""
    with pytest.raises(InvalidResponse) as caught:
        answer(body).unmarshal(into=into)
    assert [str(violation) for violation in caught.value.violations] == lines


def test_bytes_and_text_are_not_objects() -> None:
    """The answer's type is no matter."""
    for body, kind, into, said in (
        (b"abc", "application/pdf", Person, "expected object (Person), given 3 bytes"),
        (b"abc", "application/pdf", Model, "expected JSON, given 3 bytes"),
        (b"abc", "text/plain", Person, 'expected object (Person), given string "abc"'),
    ):
        with pytest.raises(InvalidResponse) as caught:
            answer(body, kind).unmarshal(into=into)
        assert [v.message for v in caught.value.violations] == [said]


def test_a_deep_answer_is_an_error_of_ours() -> None:
    """Deeper than Python can follow."""
    body = b'{"a":' * 700 + b"{}" + b"}" * 700

    @dataclass
    class Nested:
        a: Nested | None = None

    old = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    try:
        with pytest.raises(InvalidResponse, match="this is nested too deeply to be read into Nested"):
            answer(body).unmarshal(into=Nested)
    finally:
        sys.setrecursionlimit(old)


MUST_BE = "must be a dataclass, a pydantic model, a TypedDict, or a type made of them such as list[Person]"


@dataclass
class HoldsClient:
    c: Client


@dataclass
class HoldsNothing:
    c: Nowhere  # type: ignore[name-defined]  # noqa: F821  # the test is about it


@dataclass
class HoldsNumbers:
    c: dict[int, str]


@pytest.mark.parametrize(
    ("into", "said"),
    [
        (5, f"{MUST_BE}, not 5"),
        ("Person", f"{MUST_BE}, not 'Person'"),
        (
            HoldsClient,
            (
                "is not understood: HoldsClient.c is Client, which cannot be read from JSON: "
                "make it a dataclass, a pydantic model, or a type made of plain values"
            ),
        ),
        (
            HoldsNothing,
            (
                "is not understood: the types of HoldsNothing cannot be read (name 'Nowhere' is not defined). "
                "Define what they name at the top of its module"
            ),
        ),
        (HoldsNumbers, "is not understood: HoldsNumbers.c has keys of int, but those of JSON are str"),
    ],
)
def test_a_type_that_nothing_can_be_read_into(into: Any, said: str) -> None:
    """Is the caller's mistake."""
    with pytest.raises(RequestError) as caught:
        answer({}).unmarshal(into=into)
    assert str(caught.value) == f"op: into= {said}"


def test_secrets_that_the_server_echoes_are_masked() -> None:
    """In the text and in the value."""
    secured = {**DOCUMENT, "components": {"securitySchemes": {"K": {"type": "http", "scheme": "bearer"}}},
               "security": [{"K": []}]}  # fmt: skip

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"name": environ["HTTP_AUTHORIZATION"]}).encode()]

    with pytest.raises(InvalidResponse) as caught:
        Client(secured, app=app, credentials={"K": "sentinel-key-77"}).call("op").unmarshal(into=dict[str, int])
    assert "sentinel" not in str(caught.value)
    assert "sentinel" not in repr([v.value for v in caught.value.violations])


def test_pydantic_is_not_imported_for_a_dataclass() -> None:
    """Only a class that uses it has imported it."""
    program = """
import sys
from dataclasses import dataclass
from dynaclient import Client
@dataclass
class Thread:
    id: str
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"id": "t"}']
document = {"openapi": "3.1.0", "info": {}, "paths": {"/x": {"get": {"operationId": "op", "responses": {}}}}}
with Client(document, app=app) as client:
    assert client.op().unmarshal(into=Thread).id == client.parse("op", into=Thread).id == "t"
print("pydantic" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_the_script_that_a_user_writes() -> None:
    """Against the sandbox, sync and async."""

    @dataclass
    class Thread:
        id: str
        created_at: datetime
        metadata: dict[str, str] | None = None

    with OpenAI.sandbox() as client:
        thread = client.createThread(metadata={"topic": "demo"}).unmarshal(into=Thread)
        assert (thread.created_at.year, thread.metadata) == (2026, {"topic": "demo"})

    async def script() -> Thread:
        async with AsyncOpenAI.sandbox() as client:
            return (await client.createThread(metadata={"topic": "demo"})).unmarshal(into=Thread)

    assert asyncio.run(script()) == thread
