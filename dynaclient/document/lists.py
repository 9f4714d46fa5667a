"""The lists that the root, path items and operations share: servers and security requirements.

An item that cannot be used is left out and reported; the others are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .._support.wording import kind_of
from .place import Place, ReportProblem


def read_list(raw: Any, place: Place, report: ReportProblem) -> list[tuple[Any, Place]]:
    """The items of a list with their places; empty if it is not a list."""
    if raw is None:
        return []
    if not isinstance(raw, list):
        report(place, "wrong-type", f"a list is needed here, this is {kind_of(raw)}", "it is left out")
        return []
    return [(item, place.child(i)) for i, item in enumerate(raw)]


def read_servers(raw: Any, place: Place, report: ReportProblem) -> list[Mapping[str, Any]]:
    """Server Objects. Source: OAS 3.1.1 Server Object; `url` is its only required field."""
    found = []
    for item, item_place in read_list(raw, place, report):
        if isinstance(item, Mapping) and isinstance(item.get("url"), str):
            found.append(item)
        else:
            report(item_place, "missing-field", "a server is an object with a `url`", "it is left out")
    return found


def read_security(
    raw: Any, place: Place, schemes: Collection[str], report: ReportProblem
) -> list[Mapping[str, list[str]]] | None:
    """Security Requirement Objects that can be met; None if there is no `security`.

    Args:
        schemes: the names of the document's security schemes.
    Source: OAS 3.1.1 Security Requirement Object: each name MUST correspond to a declared scheme.
    """
    if raw is None:
        return None
    if not isinstance(raw, list):
        report(place, "wrong-type", f"a list is needed here, this is {kind_of(raw)}", "no credentials are sent for it")
        return None
    found: list[Mapping[str, list[str]]] = []
    for item, item_place in read_list(raw, place, report):
        if not isinstance(item, Mapping):
            kind, what = "wrong-type", f"a security requirement must be an object, this is {kind_of(item)}"
        elif unknown := [str(name) for name in item if name not in schemes]:
            kind, what = "unknown-security-scheme", f"the security scheme {unknown[0]!r} is not declared"
        else:
            found.append({str(name): list(scopes) if isinstance(scopes, list) else [] for name, scopes in item.items()})
            continue
        report(item_place, kind, what, "this alternative is left out")
    return found
