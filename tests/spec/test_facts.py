"""Our introspection of the bundled description tells the same facts as the older reference's parameter tables."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from dynaclient.model import Operations, Parameter
from dynaclient.types import MISSING

from .contents import FACT_IDS, FACTS, README


class Change(NamedTuple):
    """What the API does with one parameter today if it differs from the facts, and why."""

    today: dict[str, Any]
    reason: str


_RENAMED = "the publisher has given the template of the path another name; the route is the same"

CHANGES: dict[tuple[str, str], Change] = {
    ("retrieve-project-api-key", "key_id"): Change({"name": "api_key_id"}, _RENAMED),
    ("delete-project-api-key", "key_id"): Change({"name": "api_key_id"}, _RENAMED),
    ("list-projects", "include_archived"): Change({"default": "false"}, "the publisher states the default now"),
}
"""(operationId, the parameter's name in the facts) → the change. Each stands in spec/README.md too."""

PARAMETERS = [(fact["operationId"], parameter) for fact in FACTS for parameter in fact["parameters"]]


def expected(operation_id: str, fact: dict[str, Any]) -> dict[str, Any]:
    """The fact, as the API has it today."""
    change = CHANGES.get((operation_id, fact["name"]))
    return fact | (change.today if change else {})


def told(parameter: Parameter, fact: dict[str, Any]) -> dict[str, Any]:
    """The parameter in the form of a fact: defaults as text, and an example only where the fact has one."""
    default = parameter.default
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return {
        "name": parameter.name,
        "type": parameter.type,
        "in": parameter.location,
        "required": parameter.required,
        "default": None if default is MISSING else text,
        "example": None if fact["example"] is None else parameter.example,
        "enum": None if parameter.enum is None else list(parameter.enum),
    }


def test_facts_are_complete() -> None:
    """The copy of the facts holds the whole table: 94 operations with 147 parameters."""
    assert (len(FACTS), len(PARAMETERS)) == (94, 147)
    assert len({(operation_id, fact["name"], fact["in"]) for operation_id, fact in PARAMETERS}) == 147


@pytest.mark.parametrize("fact_id", FACT_IDS)
def test_parameters_are_told_as_the_facts_have_them(fact_id: str, operations: Operations) -> None:
    """Name, type, location, required, default, example and enum of every parameter agree, but for the changes above."""
    operation = operations[fact_id]
    facts = [expected(fact_id, fact) for where, fact in PARAMETERS if where == fact_id]
    assert [told(operation.parameter(fact["name"], fact["in"]), fact) for fact in facts] == facts


def test_bodies_are_taken_where_the_facts_say_so(operations: Operations) -> None:
    """Exactly the operations that took a body take one today, of those that the facts know."""
    assert {operation_id for operation_id in FACT_IDS if operations[operation_id].request_body} == {
        fact["operationId"] for fact in FACTS if fact["request_body"]
    }


def test_parameters_beyond_the_facts_are_optional(operations: Operations) -> None:
    """Eleven parameters are not in the facts. Only those of the path are required, which its template always had."""
    known = {(operation_id, expected(operation_id, fact)["name"]) for operation_id, fact in PARAMETERS}
    added = [
        parameter
        for operation in map(operations.__getitem__, FACT_IDS)
        for parameter in operation.parameters
        if (operation.operation_id, parameter.name) not in known
    ]
    assert len(added) == 11
    assert [parameter.name for parameter in added if parameter.location != "path" and parameter.required] == []


def test_changes_are_real() -> None:
    """Each entry of the table of changes says otherwise than a fact there is, and why: none outlives its reason."""
    facts = {(operation_id, fact["name"]): fact for operation_id, fact in PARAMETERS}
    for key, change in CHANGES.items():
        assert all(facts[key][field] != today for field, today in change.today.items()), key
        assert change.reason, key


def test_readme_names_every_change() -> None:
    """spec/README.md lists the changes, in a table after the sentence that introduces them, and no others."""
    _, _, rest = README.read_text("utf-8").partition("Compared with the older parameter table")
    rows = [line for line in rest.partition("\n### ")[0].splitlines() if line.startswith("| `")]
    listed = {}
    for row in rows:
        operations, name, what = (cell.strip() for cell in row.strip("|").split("|"))
        for operation_id in operations.replace("`", "").split(", "):
            listed[operation_id, name.strip("`")] = what
    assert set(listed) == set(CHANGES)
    for key, change in CHANGES.items():
        assert all(f"`{value}`" in listed[key] for value in change.today.values()), key
