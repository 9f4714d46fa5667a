"""YAML as its own test suite has it: what libyaml reads, we read as the same values."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from dynaclient.document.yaml_events import load_yaml
from dynaclient.errors import DocumentSyntaxError

from .conftest import SUITES, needs_suites

FILE = SUITES / "yaml-test-suite.json"
CASES: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}

DIFFERENT = {
    "652Z": "libyaml takes the ? of ?foo for the sign of a key",
    "HM87/01": "libyaml takes the ? of ?x for the sign of a key",
    "JEF9/02": "libyaml drops the only line break of a block",
    "L24T/01": "libyaml drops the last line break of a block",
    "Y2GN": "libyaml ends the name of an anchor at a colon",
    "S4JQ": "the tag ! makes no text of the number behind it",
}
"""Case → why the value is another one."""

IN_A_LATER_DOCUMENT = {"QLJ7"}
"""Cases whose mistake comes after the first document of the stream, which is the one that is read."""


def documents_of(text: str) -> list[Any]:
    """The JSON values in a text, in order."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found


def libyaml_reads(text: str) -> bool:
    try:
        return bool(list(yaml.parse(text, Loader=yaml.CLoader)))
    except yaml.YAMLError:
        return False


def named(*, is_error: bool) -> list[Any]:
    """The cases that are wrong YAML, or those that are right and one document."""
    chosen = (
        name
        for name, case in CASES.items()
        if bool(case.get("error")) is is_error and (is_error or len(documents_of(case.get("json") or "")) == 1)
    )
    return [pytest.param(name, id=name) for name in chosen]


@needs_suites
@pytest.mark.parametrize("name", named(is_error=False))
def test_what_libyaml_reads_is_read_as_the_suite_has_it(name: str) -> None:
    text, (expected,) = CASES[name]["yaml"], documents_of(CASES[name]["json"])
    if not libyaml_reads(text):
        with pytest.raises(DocumentSyntaxError):
            load_yaml(text)
        return
    assert (load_yaml(text) == expected) is (name not in DIFFERENT)


@needs_suites
@pytest.mark.parametrize("name", named(is_error=True))
def test_wrong_yaml_is_refused_where_libyaml_sees_it(name: str) -> None:
    """And never with an exception that is not ours."""
    text = CASES[name]["yaml"]
    if libyaml_reads(text) or name in IN_A_LATER_DOCUMENT:
        load_yaml(text)
        return
    with pytest.raises(DocumentSyntaxError) as caught:
        load_yaml(text)
    assert caught.value.line is not None
