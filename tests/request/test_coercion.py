"""Coercion: text for a declared boolean, integer or number is accepted in parameters and forms, never in JSON."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client

# (declared type, given, the value that is meant or None when it is refused)
TABLE = [
    ("integer", "1", 1),
    ("integer", "-7", -7),
    ("integer", "0", 0),
    ("integer", 1.0, 1),
    ("integer", "1.5", None),
    ("integer", "1e3", None),
    ("integer", "01", None),
    ("integer", "+1", None),
    ("integer", " 1", None),
    ("integer", "1\n", None),
    ("integer", "٣", None),
    ("integer", "", None),
    ("integer", "x", None),
    ("integer", True, None),
    ("number", "1.5", 1.5),
    ("number", "-2e3", -2000),
    ("number", "3", 3),
    ("number", ".5", None),
    ("number", "NaN", None),
    ("number", "Infinity", None),
    ("number", "1_000", None),
    ("boolean", "true", True),
    ("boolean", "false", False),
    ("boolean", "1", True),
    ("boolean", "0", False),
    ("boolean", "True", None),
    ("boolean", "yes", None),
    ("boolean", "", None),
    ("boolean", 1, None),
    ("string", "1", "1"),
    ("string", "true", "true"),
    ("string", 1, None),
    (["string", "integer"], "1", "1"),
    (["integer", "null"], "1", 1),
    (["boolean", "integer"], "1", 1),
]
"""Source: DESIGN section 2; JSON::Validator's `coerce` for booleans and numbers; numbers as RFC 8259 section 6."""

CASES = [pytest.param(*row, id=f"{row[0]}-{row[1]!r}") for row in TABLE]


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(("declared", "given", "meant"), CASES)
@pytest.mark.parametrize("location", ["query", "header", "cookie", "path", "form", "multipart"])
def test_text_is_read_as_its_declared_type(document: Any, location: str, declared: Any, given: Any, meant: Any) -> None:
    """In every location that holds text; what does not read as the type is refused as it is."""
    schema = {"type": declared}
    if location in ("form", "multipart"):
        name = {"form": "application/x-www-form-urlencoded", "multipart": "multipart/form-data"}[location]
        source = document(content={name: {"schema": {"type": "object", "properties": {"v": schema}}}})
        place = ("body", "/body/v")
    else:
        parameter = {"name": "v", "in": location, "schema": schema, "required": location == "path"}
        source = document("/x/{v}" if location == "path" else "/x", parameters=[parameter])
        place = (location, "/v")
    client = Client(source)
    problems = [(v.location, v.path) for v in client.validate("op", v=given)]
    if meant is None:
        assert problems in ([place], [place, place])  # an unsafe path or header may be a second reason
        return
    assert problems == []
    prepared = client.prepare("op", v=given)
    text = _text(meant)
    assert {
        "query": lambda: prepared.url == f"https://api.test/x?v={text}",
        "path": lambda: prepared.url == f"https://api.test/x/{text}",
        "header": lambda: prepared.headers["v"] == text,
        "cookie": lambda: prepared.headers["Cookie"] == f"v={text}",
        "form": lambda: prepared.body == f"v={text}".encode(),
        "multipart": lambda: f'name="v"\r\n\r\n{text}\r\n'.encode() in prepared.body.read(),
    }[location]()


@pytest.mark.parametrize(("declared", "given", "meant"), [case for case in CASES if isinstance(case.values[1], str)])
def test_text_in_a_json_body_is_text(document: Any, declared: Any, given: str, meant: Any) -> None:
    """JSON has types of its own: nothing is read into them, on no level."""
    client = Client(
        document(body={"type": "object", "properties": {"v": {"type": declared}, "in": {"items": {"type": declared}}}})
    )
    allowed = "string" in declared
    problems = client.validate("op", body={"v": given, "in": [given]})
    assert sorted(v.path for v in problems) == ([] if allowed else ["/body/in/0", "/body/v"])


@pytest.mark.parametrize(
    ("schema", "given", "expected"),
    [
        pytest.param({"type": "array", "items": {"type": "integer"}}, ["1", 2], "v=1&v=2", id="items"),
        pytest.param(
            {"type": "object", "properties": {"a": {"type": "boolean"}}}, {"a": "1"}, "a=true", id="properties"
        ),
        pytest.param(
            {"type": "object", "additionalProperties": {"type": "number"}},
            {"a": "1.5"},
            "a=1.5",
            id="additional-properties",
        ),
        pytest.param({"$ref": "#/components/schemas/N"}, "5", "v=5", id="reference"),
        pytest.param({"allOf": [{"type": "integer"}]}, "5", "v=5", id="allOf"),
        pytest.param({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}, "true", "v=true", id="anyOf"),
        pytest.param(
            {"oneOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "integer"}]},
            ["5"],
            "v=5",
            id="array-among-alternatives",
        ),
    ],
)
def test_coercion_reaches_into_arrays_objects_and_references(
    document: Any, schema: Any, given: Any, expected: str
) -> None:
    """Every item of an array is read, and validated."""
    source = document(
        parameters=[{"name": "v", "in": "query", "schema": schema}],
        components={"schemas": {"N": {"type": "integer", "minimum": 2}}},
    )
    assert Client(source).prepare("op", v=given).url == f"https://api.test/x?{expected}"


def test_every_item_of_an_array_is_validated(document: Any) -> None:
    """The second of three bad items is reported with its own path."""
    schema = {"type": "array", "items": {"type": "integer", "maximum": 5}}
    client = Client(document(parameters=[{"name": "ids", "in": "query", "schema": schema}]))
    assert [(v.path, v.keyword) for v in client.validate("op", ids=["1", "9", "x"])] == [
        ("/ids/1", "maximum"),
        ("/ids/2", "type"),
    ]
