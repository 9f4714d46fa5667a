"""RFC 6570 as its own test suite has it, where OpenAPI's styles are its operators.

Source: OAS 3.1.1 Parameter Object, "Style Values"; RFC 6570 section 3.2.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.errors import DynaclientError

from .conftest import SUITES, needs_suites

FILES = ("spec-examples-by-section.json", "extended-tests.json")

STYLES = {"": "simple", ".": "label", ";": "matrix", "?": "form"}
"""Operator → style. OpenAPI has no `&` of its own, no prefixes, and reserved expansion in queries alone."""

EXPRESSION = re.compile(r"\{([.;?]?)([^{}:+#&/|!@]+)\}")

DIFFERENT = {
    "O{empty}X": "an empty path value is refused: it would be the address of something else",
    "/lookup{?Stra%C3%9Fe}": "names are text in OpenAPI, so a percent sign in one is encoded like any other",
}
"""Template → why we write something else."""


def cases() -> list[Any]:
    """(template, variables, what it may become) of each template that can be written as a path of OpenAPI."""
    found = []
    for file in FILES:
        path = SUITES / "uri-templates" / file
        for section, group in (json.loads(path.read_text("utf-8")) if path.exists() else {}).items():
            for template, expected in group["testcases"]:
                if expected is False or not is_ours(template, group["variables"]):
                    continue
                wanted = expected if isinstance(expected, list) else [expected]
                found.append(pytest.param(template, group["variables"], wanted, id=f"{section[:22]} {template}"))
    return found


def is_ours(template: str, variables: dict[str, Any]) -> bool:
    """Whether a template has expressions of OpenAPI's styles only, each variable once and with a value."""
    rest = EXPRESSION.sub("", template)
    names = [name.rstrip("*") for _, listed in EXPRESSION.findall(template) for name in listed.split(",")]
    return (
        "{" not in rest
        and bool(re.fullmatch(r"[A-Za-z0-9/._~-]*", rest))
        and bool(names)
        and len(set(names)) == len(names)
        and all(variables.get(name) not in (None, [], {}) for name in names)
    )


def url_of(template: str, variables: dict[str, Any]) -> str:
    """What the client makes of a template, without the slash that its path begins with."""
    parameters: list[dict[str, Any]] = []
    values: dict[str, Any] = {}

    def written(match: re.Match[str]) -> str:
        operator, listed = match[1], match[2]
        out = []
        for item in listed.split(","):
            name = item.rstrip("*")
            location = "query" if operator == "?" else "path"
            values[f"{location}:{name}"] = variables[name]
            parameters.append(
                {
                    "name": name,
                    "in": location,
                    "required": True,
                    "style": STYLES[operator],
                    "explode": item.endswith("*"),
                    "schema": {},
                }
            )
            if location == "path":
                out.append(f"{{{name}}}")
        return ("," if operator == "" else "").join(out)

    path = EXPRESSION.sub(written, template)
    operation = {"operationId": "op", "parameters": parameters}
    document = {"openapi": "3.1.0", "paths": {f"/{path.lstrip('/')}": {"get": operation}}}
    client = Client(document, base_url="http://h")
    url = client.prepare("op", values).url
    assert url is not None
    return url.removeprefix("http://h/")


@needs_suites
@pytest.mark.parametrize(("template", "variables", "expected"), cases())
def test_styles_write_what_the_operators_write(template: str, variables: dict[str, Any], expected: list[str]) -> None:
    try:
        found = url_of(template, variables)
    except DynaclientError as error:
        found = f"refused: {error}"
    assert (template not in DIFFERENT) is (found in [text.lstrip("/") for text in expected])
