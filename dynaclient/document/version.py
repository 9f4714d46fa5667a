"""Which version of the standard a document declares, and which are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._support.wording import shown
from ..errors import DocumentError, UnsupportedVersion

SUPPORTED = "2.0, 3.0.x, 3.1.x and 3.2.x"
_VERSION = re.compile(r"3\.([012])(\.|$)")


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
