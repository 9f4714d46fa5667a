"""YAML text becomes what JSON would hold, by the core schema of YAML 1.2.2."""

from __future__ import annotations

import json
import math
import sys
import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dynaclient import DocumentSyntaxError, load_document
from dynaclient.document import yaml_events
from dynaclient.document.yaml_events import MAX_ALIASED, load_yaml

SCALARS: list[Any] = [
    # what YAML 1.1 readers take for something else
    pytest.param("2020-01-01", "2020-01-01", id="a date is text"),
    pytest.param("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00", id="a timestamp is text"),
    pytest.param("18:00", "18:00", id="a time is text, not sexagesimal"),
    pytest.param("190:20:30", "190:20:30", id="three parts are text too"),
    *[pytest.param(word, word, id=f"{word} is text") for word in ("no", "yes", "on", "off", "y", "n", "No", "ON")],
    pytest.param("1_000", "1_000", id="underscores make text"),
    pytest.param("0b101", "0b101", id="binary is text"),
    pytest.param("010", 10, id="a leading zero is decimal"),
    # section 10.3.2, tag resolution
    pytest.param("0o17", 15, id="octal"),
    pytest.param("0o8", "0o8", id="8 is no octal digit"),
    pytest.param("0o1_7", "0o1_7", id="octal has no underscores"),
    pytest.param("0x1F", 31, id="hexadecimal"),
    pytest.param("0xg", "0xg", id="g is no hexadecimal digit"),
    pytest.param("0x_1", "0x_1", id="hexadecimal has no underscores"),
    pytest.param("-0x1", "-0x1", id="hexadecimal has no sign"),
    pytest.param("0", 0, id="zero"),
    pytest.param("+12", 12, id="plus"),
    pytest.param("-19", -19, id="minus"),
    pytest.param("1e3", 1000.0, id="exponent without point"),
    pytest.param("12e03", 12000.0, id="exponent with zero"),
    pytest.param("-2E+05", -200000.0, id="exponent with sign"),
    pytest.param("0.", 0.0, id="nothing behind the point"),
    pytest.param("-.5", -0.5, id="nothing before the point"),
    pytest.param("+.5e-2", 0.005, id="signs everywhere"),
    pytest.param(".", ".", id="a point alone is text"),
    pytest.param("1.2.3", "1.2.3", id="a version is text"),
    pytest.param("1e", "1e", id="an exponent needs digits"),
    *[pytest.param(text, math.inf, id=f"{text} is infinite") for text in (".inf", ".Inf", ".INF", "+.inf")],
    pytest.param("-.inf", -math.inf, id="minus infinity"),
    *[pytest.param(text, None, id=f"{text or 'nothing'} is null") for text in ("", "~", "null", "Null", "NULL")],
    pytest.param("nULL", "nULL", id="other cases of null are text"),
    *[pytest.param(text, True, id=f"{text} is true") for text in ("true", "True", "TRUE")],
    *[pytest.param(text, False, id=f"{text} is false") for text in ("false", "False", "FALSE")],
    pytest.param("tRue", "tRue", id="other cases of true are text"),
    # quotes, blocks and tags
    pytest.param("'1'", "1", id="single quotes make text"),
    pytest.param('"null"', "null", id="double quotes make text"),
    pytest.param('"a\\u00fc\\n"', "aü\n", id="escapes"),
    pytest.param("!!str 12", "12", id="!!str"),
    pytest.param('!!int "3"', 3, id="!!int"),
    pytest.param("!!float 3", 3.0, id="!!float"),
    pytest.param('!!bool "true"', True, id="!!bool"),
    pytest.param('!!null ""', None, id="!!null"),
    pytest.param("!custom thing", "thing", id="a tag of one's own leaves the text"),
    pytest.param("!!binary aGk=", "aGk=", id="!!binary stays text, as in JSON"),
    pytest.param("!!timestamp 2020-01-01", "2020-01-01", id="!!timestamp stays text, as in JSON"),
    pytest.param("|\n  x\n  1\n", "x\n1\n", id="literal block"),
    pytest.param("|-\n  x\n  y\n", "x\ny", id="literal block, stripped"),
    pytest.param("|+\n  x\n\n", "x\n\n", id="literal block, kept"),
    pytest.param(">\n  x\n  y\n\n  z\n", "x y\nz\n", id="folded block"),
    pytest.param("|2\n    x\n", "  x\n", id="block with an indentation of its own"),
    pytest.param("a # b", "a", id="a comment"),
    pytest.param("a#b", "a#b", id="no comment"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_a_scalar_is_what_the_core_schema_says(text: str, value: Any) -> None:
    """Source: YAML 1.2.2 section 10.3.2."""
    read = load_yaml(f"a: {text}")["a"]
    assert read == value
    assert type(read) is type(value)


def test_nan_is_read() -> None:
    """`.nan` equals nothing, itself included."""
    assert math.isnan(load_yaml("a: .nan")["a"])


@pytest.mark.parametrize("key", ["200", "1.0", "true", "yes", "null", "2020-01-01", "~", "0x1F"])
def test_a_key_is_text_as_written(key: str) -> None:
    """Response keys are often written as numbers; JSON has text keys only."""
    assert load_yaml(f"{key}: x") == {key: "x"}


COLLECTIONS: list[Any] = [
    pytest.param("a: &x 1\nb: *x", {"a": 1, "b": 1}, id="an alias"),
    pytest.param("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}, id="an anchor defined twice"),
    pytest.param("&k a: 1\nb: *k", {"a": 1, "b": "a"}, id="an anchor on a key"),
    pytest.param("a: &k b\n*k : 1", {"a": "b", "b": 1}, id="an alias for a key"),
    pytest.param("b: &x {p: 1}\nd:\n  <<: *x\n  q: 2", {"b": {"p": 1}, "d": {"q": 2, "p": 1}}, id="a merge"),
    pytest.param("d: {<<: {p: 1}, p: 2}", {"d": {"p": 2}}, id="the mapping's own key beats the merged"),
    pytest.param("d: {p: 2, <<: {p: 1}}", {"d": {"p": 2}}, id="wherever the merge stands"),
    pytest.param("d: {<<: [{p: 1}, {p: 2, q: 3}]}", {"d": {"p": 1, "q": 3}}, id="the first of several merges wins"),
    pytest.param('"<<": {p: 1}', {"<<": {"p": 1}}, id="a quoted << is a key"),
    pytest.param("a: !!set {x, y}", {"a": {"x": None, "y": None}}, id="!!set is a mapping"),
    pytest.param("a: !!omap [x: 1]", {"a": [{"x": 1}]}, id="!!omap is a list"),
    pytest.param("? a\n: 1", {"a": 1}, id="an explicit key"),
    pytest.param("a:\n- 1\n-\n- [x, {y: z}]", {"a": [1, None, ["x", {"y": "z"}]]}, id="lists"),
    pytest.param("--- a\n--- b", "a", id="the first document of several"),
    pytest.param("%YAML 1.1\n---\na: yes", {"a": "yes"}, id="a directive changes nothing"),
    pytest.param("# nothing", None, id="no document"),
    pytest.param("---\n...\n", None, id="an empty document"),
]


@pytest.mark.parametrize(("text", "value"), COLLECTIONS)
def test_collections_anchors_and_merges(text: str, value: Any) -> None:
    """Source: YAML 1.2.2 section 7.1; the merge key type of YAML 1.1."""
    assert load_yaml(text) == value


def test_an_aliased_collection_is_shared_and_not_copied() -> None:
    """A description with thousands of aliases stays as large as its text."""
    read = load_yaml("a: &x {p: [1]}\nb: *x")
    assert read["a"] is read["b"]


NOTES: list[Any] = [
    pytest.param(
        "a: 1\nb: 2\na: 3",
        ("duplicate-key", "the key 'a' appears twice; the last one is used", 3),
        id="a duplicate key",
    ),
    pytest.param(
        "a: 1\n---\nb: 2",
        ("second-document", "a second YAML document follows and is not read", 2),
        id="a second document",
    ),
    pytest.param(
        "a:\n  <<: 3\n",
        ("wrong-type", "`<<` merges mappings only; this value is left out", 3),
        id="a merge of a number",
    ),
]


@pytest.mark.parametrize(("text", "note"), NOTES)
def test_what_is_read_past_is_noted_with_its_line(text: str, note: tuple[str, str, int]) -> None:
    """An oddity is not an error, but it is reported."""
    notes: list[tuple[str, str, int | None]] = []
    load_yaml(text, note=lambda *found: notes.append(found))
    assert notes == [note]


ERRORS: list[Any] = [
    pytest.param("a: 1\nb: [1, 2\nc: 3", 3, 2, "while parsing a flow sequence", id="an open bracket"),
    pytest.param("a: b: c", 1, 5, "mapping values are not allowed", id="two colons"),
    pytest.param("a:\n\tb: 1", 2, 1, "cannot start any token", id="a tab"),
    pytest.param("a: 'x", 1, 6, "quoted scalar", id="an open quote"),
    pytest.param("a: *x", 1, 4, "there is no anchor &x for the alias *x", id="an unknown alias"),
    pytest.param("a: &x\n  b: *x", 2, 6, "the alias *x is inside the value that it refers to", id="an alias in itself"),
    pytest.param("a: 1\n? [b]\n: 1", 2, 3, "a mapping key must be text", id="a list as key"),
    pytest.param("a: &x [1]\n*x : 1", 2, 1, "a mapping key must be text", id="a list as key, by alias"),
    pytest.param("a: !!int x", 1, 4, "!!int 'x' is not a number", id="!!int of text"),
    pytest.param(f"a: {'9' * 5000}", 1, 4, "a number of 5,000 digits", id="an endless number"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), ERRORS)
def test_what_is_no_yaml_is_refused_with_its_place(text: str, line: int, column: int, words: str) -> None:
    """An error says what, and where: lines and columns count from 1."""
    with pytest.raises(DocumentSyntaxError, match=r"api\.yaml, line") as caught:
        load_yaml(text, source="api.yaml")
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in caught.value.message


@pytest.mark.parametrize("text", ["a: 1\x00", "a: \x07"])
def test_control_characters_are_refused(text: str) -> None:
    """Source: YAML 1.2.2 section 5.1."""
    with pytest.raises(DocumentSyntaxError, match="control characters are not allowed"):
        load_yaml(text)


def test_a_billion_laughs_are_refused_at_once() -> None:
    """Ten lines that expand to 10^9 values are an error with its place, raised at once."""
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(DocumentSyntaxError, match=f"aliases expand to more than {MAX_ALIASED:,} values") as caught:
        load_yaml("\n".join(lines))
    assert caught.value.line == 7


def test_quadratic_aliases_are_refused() -> None:
    """One large list named many times expands too."""
    text = f"a: &a [{', '.join('1' * 2000)}]\nb: [{', '.join(['*a'] * 2000)}]"
    with pytest.raises(DocumentSyntaxError, match="aliases expand"):
        load_yaml(text)


def test_merges_cannot_be_chained_into_a_bomb() -> None:
    """A merged mapping counts for the members that it adds."""
    lines = ["a0: &a0 {k: [1]}"]
    lines += [f"a{i}: &a{i} {{k{i}: [{', '.join([f'*a{i - 1}'] * 10)}], <<: *a{i - 1}}}" for i in range(1, 9)]
    with pytest.raises(DocumentSyntaxError, match="aliases expand"):
        load_yaml("\n".join(lines))


@pytest.fixture(params=["libyaml", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The parser in use: that of libyaml where PyYAML comes with it, or the one in Python."""
    if request.param == "libyaml":
        pytest.importorskip("yaml._yaml", reason="this PyYAML has no libyaml")
    else:
        monkeypatch.setitem(sys.modules, "yaml._yaml", None)  # as in a PyYAML without libyaml
    return str(request.param)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")], ids=["lists", "mappings"])
@pytest.mark.usefixtures("parser")
def test_flow_nesting_is_read_up_to_a_limit(opening: str, closing: str) -> None:
    """300 levels are read."""
    value = load_yaml(opening * 300 + "1" + closing * 300)
    for _ in range(300):
        value = value[0] if isinstance(value, list) else value["a"]
    assert value == 1


def nested(kind: str, levels: int) -> str:
    return {
        "lists": "[" * levels + "1" + "]" * levels,
        "mappings": '{"a": ' * levels + "1" + "}" * levels,
        "indentation": "\n".join(" " * level + "a:" for level in range(levels)),
        "dashes": "- " * levels + "1",
        "cut off": "[" * levels,
    }[kind]


@pytest.mark.parametrize("levels", [301, 999, 1_000, 1_001, 3_000])
@pytest.mark.parametrize("kind", ["lists", "mappings", "indentation", "dashes", "cut off"])
@pytest.mark.usefixtures("parser")
def test_nesting_beyond_the_limit_is_refused_with_our_limit(kind: str, levels: int) -> None:
    """Some releases of PyYAML stop at 1,000 levels, before the reader sees any: the error is the same with each."""
    with pytest.raises(DocumentSyntaxError) as caught:
        load_yaml(f"first: 1\nsecond:\n{textwrap.indent(nested(kind, levels), '  ')}", source="api.yaml")
    assert caught.value.message == "nested deeper than 300 levels"
    assert caught.value.line is not None
    assert caught.value.line >= 3


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("openapi: 3.1.0\npaths: " + nested("lists", 1_500), id="YAML"),
        pytest.param(nested("mappings", 1_500), id="JSON"),
        pytest.param("{openapi: 3.1.0, paths: " + nested("lists", 1_500) + "}", id="YAML in braces"),
    ],
)
@pytest.mark.usefixtures("parser")
def test_a_document_that_nests_too_deep_is_refused_as_such(text: str) -> None:
    """Whoever loads a document reads the same words, whatever the text is written in."""
    with pytest.raises(DocumentSyntaxError, match="nested deeper than 300 levels"):
        load_document(text.encode())


@pytest.mark.parametrize("text", ["a: !nesting! b", "a: !nesting!depth b", "nesting depth: *nesting"])
@pytest.mark.usefixtures("parser")
def test_a_document_about_nesting_is_not_taken_for_one_that_nests(text: str) -> None:
    """Parsers quote names of the document in their errors."""
    with pytest.raises(DocumentSyntaxError) as caught:
        load_yaml(text)
    assert "nested deeper" not in caught.value.message


def json_values(text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
        max_leaves=20,
    )


@given(json_values(st.text(st.characters(codec="utf-8"))))
def test_what_a_yaml_writer_writes_is_read_back(value: Any) -> None:
    """A stock writer quotes what a 1.1 reader would misread, so nothing in its output may change."""
    assert load_yaml(yaml.safe_dump({"a": value})) == {"a": value}


@given(json_values(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]))))
def test_json_is_yaml(value: Any) -> None:
    """Source: YAML 1.2.2 section 1.2: every JSON text is YAML."""
    assert load_yaml(json.dumps({"a": value}, ensure_ascii=False)) == {"a": value}


ALIASES = [
    pytest.param("a: &a x\nb: [ITEMS]", "*a", 1, id="scalar"),
    pytest.param("&a x: 1\nb: [ITEMS]", "*a", 1, id="key"),
    pytest.param("a: &a [1, 2, 3]\nb: [ITEMS]", "*a", 4, id="list"),
    pytest.param("a: &a {c: 1, d: [2]}\nb: [ITEMS]", "*a", 4, id="mapping"),
]


@pytest.mark.parametrize(("text", "alias", "weight"), ALIASES)
def test_what_an_alias_counts(monkeypatch: pytest.MonkeyPatch, text: str, alias: str, weight: int) -> None:
    """Every value that it expands to, up to the limit and no more."""
    monkeypatch.setattr(yaml_events, "MAX_ALIASED", 12)
    fits = 12 // weight
    assert len(load_yaml(text.replace("ITEMS", ", ".join([alias] * fits)))["b"]) == fits
    with pytest.raises(DocumentSyntaxError, match="aliases expand to more than 12 values"):
        load_yaml(text.replace("ITEMS", ", ".join([alias] * (fits + 1))))


def test_an_alias_of_a_key_counts_where_it_is_a_key_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """One value each."""
    monkeypatch.setattr(yaml_events, "MAX_ALIASED", 3)
    assert load_yaml("&a x: 1\nb: [{*a : 1}, {*a : 2}, {*a : 3}]")["b"] == [{"x": 1}, {"x": 2}, {"x": 3}]
    with pytest.raises(DocumentSyntaxError, match="aliases expand"):
        load_yaml("&a x: 1\nb: [{*a : 1}, {*a : 2}, {*a : 3}, {*a : 4}]")
