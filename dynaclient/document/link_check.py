"""Compares the parameters of links with those of the operations that they lead to, for the list of problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import did_you_mean, shown
from .names import POINTER
from .parts import SurveyedDocument
from .pointer import extended


def check_links(document: SurveyedDocument, operation: Mapping[str, Any]) -> None:
    """Report each parameter that a link of an operation gives and its target does not have.

    Source: OAS 3.2.0 Link Object, `parameters`.
    """
    for response in operation["responses"].values():
        for link in response.get("links", {}).values():
            target = link.get("operationId", "")
            declared = document.operation(target)["parameters"] if target and link.get("parameters") else ()
            for name in link.get("parameters", ()) if target else ():
                if not any(_is_meant(name, item) for item in declared):
                    known = [item["name"] for item in declared]
                    what = f"{target} has no parameter {shown(name)}.{did_you_mean(name, known)}".rstrip(".")
                    place = extended(link[POINTER], ("parameters", name))
                    document.report_schema(place, "unknown-link-parameter", what, "the link cannot be followed")


def _is_meant(name: str, parameter: Mapping[str, Any]) -> bool:
    location, own = parameter["in"], parameter["name"]
    if location == "header":
        name, own = name.lower(), own.lower()
    return name in (own, f"{location}.{own}")
