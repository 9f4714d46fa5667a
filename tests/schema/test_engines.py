"""Both engines judge alike; what one of them cannot use is left out, and nothing brings the process down."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dynaclient import Client, load_document
from dynaclient._support.patterns import python_pattern, usable_pattern
from dynaclient.schema import SchemaChecker
from dynaclient.schema.closure import build_closure
from dynaclient.schema.engine import compile_closure
from dynaclient.schema.interpreter import Interpreter
from dynaclient.schema.jsonschema_engine import PythonEngine

# agreement

names = st.sampled_from(["a", "b", "c"])
leaves = st.sampled_from([None, True, False, 0, 1, 2, -1, 1.0, 1.5, "", "a", "b", "ab", "1", 10**20])
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=8
)
types = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
scalars = st.one_of(
    st.fixed_dictionaries({"type": types}),
    st.fixed_dictionaries({"type": st.lists(types, min_size=1, unique=True)}),
    st.fixed_dictionaries({"enum": st.lists(values, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"const": values}),
    st.fixed_dictionaries({"minimum": st.integers(-1, 2)}),
    st.fixed_dictionaries({"exclusiveMaximum": st.sampled_from([0, 1, 1.5])}),
    st.fixed_dictionaries({"multipleOf": st.sampled_from([1, 2, 0.5])}),
    st.fixed_dictionaries({"minLength": st.integers(0, 2), "maxLength": st.integers(0, 2)}),
    st.fixed_dictionaries({"pattern": st.sampled_from(["^a", "b$", "^[0-9]+$", r"^\d", "^$", "(?<n>a)b"])}),
    st.fixed_dictionaries({"minItems": st.integers(0, 2), "uniqueItems": st.booleans()}),
    st.fixed_dictionaries({"required": st.lists(names, unique=True)}),
    st.fixed_dictionaries({"maxProperties": st.integers(0, 2)}),
    st.fixed_dictionaries({"dependentRequired": st.dictionaries(names, st.lists(names, unique=True))}),
    st.booleans(),
)


def composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        *[st.fixed_dictionaries({word: some}) for word in ("allOf", "anyOf", "oneOf", "prefixItems")],
        *[st.fixed_dictionaries({word: inner}) for word in ("not", "items", "additionalProperties", "contains")],
        st.fixed_dictionaries({"properties": st.dictionaries(names, inner, max_size=2), "additionalProperties": inner}),
        st.fixed_dictionaries({"patternProperties": st.dictionaries(st.sampled_from(["^a$", "b"]), inner)}),
        st.fixed_dictionaries({"if": inner, "then": inner, "else": inner}),
        st.fixed_dictionaries({"propertyNames": inner}),
        st.fixed_dictionaries(
            {"allOf": some, "unevaluatedProperties": inner, "properties": st.dictionaries(names, inner)}
        ),
        st.fixed_dictionaries({"anyOf": some, "unevaluatedItems": inner, "prefixItems": some}),
        st.fixed_dictionaries({"contains": inner, "minContains": st.integers(0, 2), "maxContains": st.integers(0, 2)}),
        st.fixed_dictionaries({"dependentSchemas": st.dictionaries(names, inner)}),
        st.fixed_dictionaries({"$ref": st.just("#/components/schemas/R"), "properties": st.dictionaries(names, inner)}),
    )


schemas = st.recursive(scalars, composed, max_leaves=6)
RECURSIVE = {"R": {"properties": {"a": {"$ref": "#/components/schemas/R"}, "b": {"type": "integer"}}}}


@settings(max_examples=500, deadline=None)
@given(schemas, values)
def test_both_engines_agree_on_validity_and_both_explain(schema: Any, value: Any) -> None:
    """The engine for platforms without a wheel of the fast one has the same verdict, and gives reasons."""
    body = {"content": {"application/json": {"schema": schema}}}
    paths = {"/s": {"post": {"operationId": "s", "requestBody": body}}}
    document = load_document({"openapi": "3.1.0", "paths": paths, "components": {"schemas": RECURSIVE}})
    read = document.operation("s")["requestBody"]["content"]["application/json"]["schema"]
    closure = build_closure(document, read, None, "#")
    rust, python = compile_closure(closure, lambda *_: None), PythonEngine(closure)
    valid = rust.is_valid(value)
    assert python.is_valid(value) is valid
    assert Interpreter(closure).judge(closure.schema, value) in (valid, None)
    assert bool(rust.failures(value)) is bool(python.failures(value)) is (not valid)
    findings = SchemaChecker(document, read, None, "#").findings(value)
    assert bool(findings) is not valid
    assert all(finding.message and "not valid under" not in finding.message for finding in findings)


EDGES: list[Any] = [
    pytest.param({"type": "integer"}, 1.0, True, id="1.0 is an integer"),
    pytest.param({"const": 1}, 1.0, True, id="1.0 equals 1"),
    pytest.param({"const": 1}, True, False, id="true does not equal 1"),
    pytest.param({"enum": [False]}, 0, False, id="0 does not equal false"),
    pytest.param({"uniqueItems": True}, [1, True], True, id="1 and true differ"),
    pytest.param({"uniqueItems": True}, [1, 1.0], False, id="1 and 1.0 do not"),
    pytest.param({"type": "integer"}, 10**30, True, id="a large integer"),
    pytest.param({"multipleOf": 0.01}, 19.99, True, id="a multiple of a fraction"),
    pytest.param({"maxLength": 1}, "😀", True, id="length counts characters"),
    pytest.param({"pattern": "^a$"}, "a\n", False, id="$ is the very end"),
    pytest.param({"pattern": r"^\d$"}, "٣", False, id="digits are ASCII"),
    pytest.param({"pattern": "b"}, "abc", True, id="a pattern is searched for"),
    pytest.param({"properties": {"a": False}}, {}, True, id="a forbidden property that is not there"),
    pytest.param({"properties": {"a": False}}, {"a": 1}, False, id="a forbidden property"),
    pytest.param({"format": "date-time"}, "yesterday", True, id="formats are annotations"),
    pytest.param({"required": ["a"]}, [], True, id="required says nothing of arrays"),
    pytest.param({"minimum": 5}, "x", True, id="minimum says nothing of text"),
]


@pytest.mark.parametrize(("schema", "value", "valid"), EDGES)
def test_edges_of_json_schema_are_the_same_in_both(verdicts: Any, schema: Any, value: Any, valid: bool) -> None:
    """Source: JSON Schema 2020-12 validation, sections 6 and 7; ECMA-262 section 22.2."""
    *engines, interpreted = verdicts(schema, value)
    assert engines == [valid, valid]
    assert interpreted in (valid, None)


# patterns

PATTERNS: list[Any] = [
    pytest.param("^[a-z]+$", True, True, id="plain"),
    pytest.param(r"\p{ASCII}*", True, False, id="a Unicode property"),
    pytest.param("(?<year>[0-9]{4})", True, True, id="a named group"),
    pytest.param("^(?!x).*$", True, True, id="looking ahead"),
    pytest.param(r"^\$[$]$", True, True, id="a dollar sign"),
    pytest.param("(", False, False, id="an open group"),
    pytest.param("[", False, False, id="an open class"),
    pytest.param("a{2,1}", False, False, id="a range the wrong way"),
    pytest.param(r"^\S{1,8192}$", True, True, id="a large count"),
    pytest.param(r"^[\s\S]{0,1000000}$", True, True, id="a very large count"),
    pytest.param(r"^\p{L}{1,8192}$", True, False, id="a large count of a Unicode property"),
    pytest.param("^.{0,99999999999}$", True, False, id="a count too large for Python"),
    pytest.param("a{9000,1}", False, False, id="a large range the wrong way"),
    pytest.param("(a{9000}", False, False, id="an open group with a large count"),
    pytest.param("a{9000", False, True, id="no count, but braces"),
]


@pytest.mark.parametrize(("pattern", "usable", "python"), PATTERNS)
def test_a_pattern_is_usable_or_left_out(pattern: str, usable: bool, python: bool) -> None:
    """What Python's `re` cannot read is still checked by the engine that can."""
    assert usable_pattern(pattern) is usable
    assert (python_pattern(pattern) is not None) is python


LARGE: list[Any] = [
    pytest.param(r"^\S{1,8192}$", ["ab", "a" * 8192], ["a b", "a\u00a0b", "", "a" * 8193], id="not blank"),
    pytest.param(r"^.{2000,}$", ["a" * 2000], ["a" * 1999, "a" * 1999 + "\n"], id="at least"),
    pytest.param(r"^[a-z]{1500}$", ["a" * 1500], ["a" * 1501, "A" * 1500], id="exactly"),
    pytest.param(r"^(?!-)[\w-]{1,65535}$", ["a-b"], ["-a", "a b"], id="looking ahead"),
    pytest.param(r"^\w{1,9}:\w{1,9}:\w{1,9}:\w{1,2000}$", ["a:b:c:d"], ["a:b:c:"], id="too many branches for `re`"),
]
"""Source: ECMA-262 section 22.2.1: a quantifier has no upper limit."""


@pytest.mark.parametrize(("pattern", "good", "bad"), LARGE)
@pytest.mark.parametrize("around", [lambda inner: inner, lambda inner: {"anyOf": [inner, {"type": "null"}]}])
def test_large_counts_are_checked_by_both_engines(
    find: Any, pattern: str, good: list[str], bad: list[str], around: Any
) -> None:
    schema = around({"type": "string", "pattern": pattern})
    assert [find(schema, text) for text in good] == [[] for _ in good]
    for text in bad:
        (finding,) = find(schema, text)
        assert finding.keyword == "pattern"
        assert finding.schema_pointer.endswith("/pattern")


def test_a_pattern_of_names_that_is_too_large_leaves_the_rest_checked() -> None:
    schema = {"patternProperties": {r"^\S{1,65535}$": {"type": "integer"}}, "properties": {"n": {"type": "integer"}}}
    body = {"content": {"application/json": {"schema": schema}}}
    document = load_document(
        {"openapi": "3.1.0", "paths": {"/x": {"post": {"operationId": "op", "requestBody": body}}}}
    )
    (problem,) = document.problems
    assert "too large to be checked" in problem.what
    client = Client(document, base_url="http://h")
    assert [v.path for v in client.validate("op", body={"n": "x", "m": "x"})] == ["/body/n"]


def test_a_pattern_that_is_too_large_is_reported_as_that() -> None:
    """Searching it by a backtracking engine could take long, and expanding its counts much memory."""
    schema = {"type": "string", "pattern": r"^(?:\S{1,8192}){1,100}$"}
    operation = {"operationId": "op", "parameters": [{"name": "q", "in": "query", "schema": schema}]}
    document = load_document({"openapi": "3.1.0", "paths": {"/x": {"get": operation}}})
    (problem,) = document.problems
    assert "too large to be checked" in problem.what
    assert Client(document, base_url="http://h").validate("op", q="a b") == []


@pytest.mark.parametrize("count", ["{1,8192}", "{1,64}"])
def test_names_with_large_counts_are_checked_by_both_engines(find: Any, count: str) -> None:
    schema = {"patternProperties": {rf"^\S{count}$": {"type": "integer"}}, "additionalProperties": False}
    assert find(schema, {"ab": 1}) == []
    assert [finding.keyword for finding in find(schema, {"ab": "x"})] == ["type"]
    assert [finding.keyword for finding in find(schema, {"a b": 1})] == ["additionalProperties"]


def test_an_enum_without_values_admits_nothing(find: Any) -> None:
    """Source: JSON Schema 2020-12 Validation, section 6.1.2: the array SHOULD have an element."""
    schema = {"properties": {"n": {"enum": []}}}
    assert find(schema, {}) == []
    for value in (1, None, "x", [], {}):
        (finding,) = find(schema, {"n": value}, version="3.0.3")
        assert (finding.path, finding.keyword) == ("/n", "enum")
        assert "lists no value" in finding.message


def test_constants_that_are_collections_are_no_tags(find: Any) -> None:
    """The alternatives of a union are told apart by scalars."""
    schema = {"anyOf": [{"properties": {"a": {"enum": [[]]}}}, {"properties": {"a": {"enum": [{}]}}}]}
    assert find(schema, {"a": []}) == []
    assert find(schema, {"a": 1})


def test_a_dollar_sign_in_a_class_or_behind_a_backslash_stays_itself() -> None:
    """Only the end-of-text sign is translated."""
    compiled = python_pattern(r"^\$[$]x$")
    assert compiled is not None
    assert compiled.search("$$x")
    assert not compiled.search("$$x\n")


def test_a_pattern_for_one_engine_only_does_not_stop_the_other() -> None:
    """The engine that cannot read it leaves it unchecked; the keywords around it hold."""
    document = load_document({"openapi": "3.1.0"})
    closure = build_closure(
        document, {"pattern": r"^\p{Lu}", "patternProperties": {r"\p{L}": {}}, "maxLength": 3}, None
    )
    rust, python = compile_closure(closure, lambda *_: None), PythonEngine(closure)
    assert (rust.is_valid("abc"), python.is_valid("abc")) == (False, True)
    assert (rust.is_valid("Abcd"), python.is_valid("Abcd")) == (False, False)


def test_a_pattern_that_backtracks_does_not_hang() -> None:
    """A description must not stop its reader: the engine matches in linear time."""
    body = {"content": {"application/json": {"schema": {"pattern": "^(a+)+$"}}}}
    document = {"openapi": "3.1.0", "paths": {"/s": {"post": {"operationId": "s", "requestBody": body}}}}
    (violation,) = Client(document, base_url="http://h").validate("s", body="a" * 60 + "!")
    assert violation.keyword == "pattern"


# what cannot be compiled, and values that nest

HALF = "\ud800"
UNUSABLE: list[Any] = [
    pytest.param({"enum": [HALF, "a"]}, id="half a surrogate pair in an enum"),
    pytest.param({"const": HALF}, id="in a constant"),
    pytest.param({"properties": {HALF: {"type": "string"}}}, id="in a name"),
    pytest.param({"pattern": HALF}, id="in a pattern"),
    pytest.param({"required": [HALF]}, id="in a required name"),
    pytest.param({"enum": [float("nan")]}, id="NaN in an enum"),
    pytest.param({"const": 10**400}, id="an endless number"),
    pytest.param({"minimum": 10**400}, id="an endless bound"),
    pytest.param({"maxLength": 10**30}, id="an endless length"),
    pytest.param({"enum": [object()]}, id="an object that is no JSON"),
]


@pytest.mark.parametrize("schema", UNUSABLE)
def test_a_schema_that_no_engine_can_use_checks_nothing_and_breaks_nothing(schema: Any) -> None:
    """Whatever is in it, the call can be made; the rest of the operation is checked."""
    body = {"content": {"application/json": {"schema": schema}}}
    parameters = [{"name": "n", "in": "query", "schema": {"type": "integer"}}]
    operation = {"operationId": "s", "parameters": parameters, "requestBody": body}
    client = Client({"openapi": "3.1.0", "paths": {"/s": {"post": operation}}}, base_url="http://h")
    found = client.validate("s", n="x", body={"a": 1})
    assert (found[0].path, found[0].keyword) == ("/n", "type")
    assert client.document.problems is not None
    assert all(isinstance(str(problem), str) for problem in client.document.problems)


TREE = {
    "openapi": "3.1.0",
    "paths": {
        "/s": {
            "post": {
                "operationId": "s",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/T"}}}},
            }
        }
    },
    "components": {
        "schemas": {
            "T": {
                "anyOf": [
                    {"type": "integer"},
                    {"properties": {"a": {"$ref": "#/components/schemas/T"}}, "type": "object"},
                ]
            }
        }
    },
}


def nested(levels: int, leaf: Any) -> Any:
    for _ in range(levels):
        leaf = {"a": leaf}
    return leaf


@pytest.mark.usefixtures("without_collection")
@pytest.mark.parametrize("levels", [50, 240, 300, 1_000, 100_000])
@pytest.mark.parametrize("leaf", [1, "wrong"])
def test_a_value_of_any_depth_gets_an_answer(levels: int, leaf: Any) -> None:
    """Deep values are checked or refused; neither a RecursionError nor the end of the process."""
    document = load_document(TREE)
    checker = SchemaChecker(document, {"$ref": "#/components/schemas/T"}, None)
    findings = checker.findings(nested(levels, leaf))
    if levels <= 240:
        assert [finding.path for finding in findings] == ([] if leaf == 1 else ["/a" * levels])
    elif levels <= 300 and leaf == 1:
        assert findings == []
    else:
        assert [finding.message for finding in findings] == ["this is nested too deeply to be checked"]
    if levels <= 300:
        assert checker.is_valid(nested(levels, leaf)) is (leaf == 1)
    else:
        with pytest.raises(RecursionError):
            checker.is_valid(nested(levels, leaf))
    closure = build_closure(document, {"$ref": "#/components/schemas/T"}, None)
    try:
        PythonEngine(closure).is_valid(nested(levels, leaf))
    except RecursionError:
        assert levels > 50


def test_the_engine_that_stands_in_is_used_where_there_is_no_other() -> None:
    """Without jsonschema-rs the same call is refused in the same words."""
    program = f"""
import sys
sys.modules["jsonschema_rs"] = None
from dynaclient import Client
client = Client({TREE!r}, base_url="http://h")
print(client.validate("s", body={{"a": {{"a": "x"}}}})[0])
print(client.validate("s", body={{"a": {{"a": 1}}}}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == '/body/a/a: expected integer or object, given string "x"\n[]\n'
