"""A validator that others wrote accepts the bundled description.

openapi-spec-validator holds only the file it is given against the meta-schema of OpenAPI; it follows references, but
what they lead to is not judged by its form. So it is given the root, and then each other file as a document.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import referencing.exceptions
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.readers import read_from_filename

from .contents import FOLDER

NAMES = sorted(path.name for path in FOLDER.glob("*.yaml"))

BROKEN = [
    pytest.param("openapi.yaml", "title: OpenAI API", "name: OpenAI API", id="root-without-title"),
    pytest.param("models.yaml", "operationId: listModels", "operationId: 7", id="operation-id-that-is-no-text"),
    pytest.param("models.yaml", "operationId: listModels", "operationId: deleteModel", id="operation-id-twice"),
    pytest.param("models.yaml", "type: object", "type: thing", id="type-there-is-not"),
    pytest.param("models.yaml", "in: path", "in: query", id="path-parameter-nobody-declares"),
    pytest.param("common.yaml", "in: query", "in: body", id="parameter-in-a-place-there-is-not"),
    pytest.param("files.yaml", "common.yaml#/responses/ClientError", "common.yaml#/responses/X", id="dead-reference"),
]


def as_document(content: dict[str, Any]) -> dict[str, Any]:
    """A file of the description as a document that can be judged alone; its references stay relative to its place."""
    if "openapi" in content:
        return content
    if "components" not in content:  # common.yaml keeps its parts one level higher
        text = json.dumps(content)
        for section in content:
            text = text.replace(f'"#/{section}/', f'"#/components/{section}/')
        content = {"components": json.loads(text)}
    return {"openapi": "3.1.0", "info": {"title": "One file", "version": "1"}, **content}


def errors_of(path: Path) -> list[str]:
    """The errors that openapi-spec-validator finds in one file, with the references that lead out of it."""
    content, uri = read_from_filename(str(path))
    validator = OpenAPIV31SpecValidator(as_document(dict(content)), base_uri=uri)
    try:
        return [str(error)[:300] for error in validator.iter_errors()]
    except referencing.exceptions.Unresolvable as error:
        return [f"{error.ref} leads nowhere"]


@pytest.mark.parametrize("name", NAMES)
def test_openapi_spec_validator_accepts(name: str) -> None:
    """Nothing is wrong with the root and all that it refers to, nor with the form of any file."""
    assert errors_of(FOLDER / name) == []


@pytest.mark.parametrize(("name", "written", "spoilt"), BROKEN)
def test_openapi_spec_validator_refuses_a_mistake(name: str, written: str, spoilt: str, tmp_path: Path) -> None:
    """One mistake in a copy of one file, and the same judgement of that file is another: it does look there."""
    copy = shutil.copytree(FOLDER, tmp_path / "spec")
    text = (copy / name).read_text("utf-8")
    assert written in text
    (copy / name).write_text(text.replace(written, spoilt), "utf-8")
    assert errors_of(copy / name) != []
