"""Which version of the standard a document declares, which are read, and what they write differently.

Whoever needs to know how a document is written asks for its `Dialect`: there is no other place that compares versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._support.record import record
from .._support.wording import shown
from ..errors import DocumentError, UnsupportedVersion

SUPPORTED = "2.0, 3.0.x, 3.1.x and 3.2.x"
_VERSION = re.compile(r"3\.([012])(\.|$)")


@record
class Dialect:
    """How the documents of a version are written.

    Attributes:
        number: the version, without its patch level: 2.0, 3.0, 3.1 or 3.2.
        is_2: whether it is Swagger 2.0, whose parameters, bodies and components are written otherwise.
        is_json_schema: whether schemas are JSON Schema 2020-12: they may have several types, and an `$id`.
        null_word: the keyword that lets null in; "" if null is a type.
        validator: the class of openapi-spec-validator that checks it.
        keeps_xml_names: whether a component keeps its name in XML wherever it is used; else only as the root element.
    """

    number: str
    is_2: bool
    is_json_schema: bool
    null_word: str
    validator: str
    keeps_xml_names: bool

    def is_before(self, number: str) -> bool:
        """Whether this is an older version than another."""
        return self.number < number


NEWEST = "3.2"
"""The version whose form documents have inside."""

VERSION = f"{NEWEST}.0"
"""What a document in that form declares."""

DIALECTS: Mapping[str, Dialect] = {
    dialect.number: dialect
    for dialect in (
        Dialect("2.0", True, False, "x-nullable", "OpenAPIV2SpecValidator", False),
        Dialect("3.0", False, False, "nullable", "OpenAPIV30SpecValidator", False),
        Dialect("3.1", False, True, "", "OpenAPIV31SpecValidator", False),
        Dialect("3.2", False, True, "", "OpenAPIV32SpecValidator", True),
    )
}


def dialect_of(version: str) -> Dialect:
    """The dialect of a version, as a document declares it; the newest if it is unknown."""
    return DIALECTS.get("2.0" if version == "2" else version[:3], DIALECTS[NEWEST])


def version_of(root: Mapping[str, Any], source: str) -> str:
    """The declared version.

    Raises:
        UnsupportedVersion: it is not supported.
        DocumentError: no version is declared, so this is not an OpenAPI document.
    """
    if "openapi" not in root and "swagger" not in root:
        found = ", ".join(shown(key, limit=20) for key in list(root)[:5])
        raise DocumentError(
            "not an OpenAPI document: there is no `openapi` or `swagger` key at the top level "
            f"(found: {found or 'nothing'})",
            source=source,
        )
    declared = root["openapi"] if "openapi" in root else root["swagger"]
    version = declared if isinstance(declared, str) else shown(declared, limit=20)
    if ("openapi" in root and _VERSION.match(version)) or ("swagger" in root and version in ("2.0", "2")):
        return version
    raise UnsupportedVersion(f"version {version} is not supported; supported are {SUPPORTED}", source=source)
