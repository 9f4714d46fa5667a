"""The lists that the root, path items and operations share: servers and security requirements.

An item that cannot be used is left out and reported; the others are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._support.wording import kind_of
from ..errors import UnresolvableReference
from .names import UNRESOLVABLE
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
    raw: Any, place: Place, name_of: Callable[[str, Place], str], report: ReportProblem
) -> list[Mapping[str, list[str]]] | None:
    """Security Requirement Objects that can be met; None if there is no `security`.

    Args:
        name_of: the name of the scheme that a key means, which may be an address; "" for none.
    Source: OAS 3.2.0 Security Requirement Object: each name MUST correspond to a declared scheme, or be its address.
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
        else:
            read: dict[str, list[str]] = {}
            kind = what = ""
            for written, scopes in item.items():
                try:
                    name = name_of(str(written), item_place)
                except UnresolvableReference as error:
                    kind, what = UNRESOLVABLE, error.message
                    break
                if not name:
                    kind, what = "unknown-security-scheme", f"the security scheme {str(written)!r} is not declared"
                    break
                read[name] = list(scopes) if isinstance(scopes, list) else []
            if not kind:
                found.append(read)
                continue
        report(item_place, kind, what, "this alternative is left out")
    return found
