"""Link Objects → one form: the id of the operation that a link leads to, whichever way it names it.

A link may lead to an operation of another document of the API: it is kept, with why it is not found here.
Source: OAS 3.2.0 Link Object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from .._support.wording import did_you_mean, kind_of, shown
from ..errors import UnresolvableReference
from .names import POINTER, UNFOUND
from .place import Place, ReportProblem
from .runtime_expressions import expressions_in, fault_of

_NOT_FOLLOWED = "the link cannot be followed"


class OperationFinder(Protocol):
    """Finds operations of the document by id and by reference."""

    def operation_ids(self) -> Mapping[str, Any]:
        """Every operationId."""

    def operation_id_at(self, reference: str, place: Place) -> str:
        """The id of the operation that a reference leads to; "" if it leads to something else."""

    def reference_at(self, place: Place) -> str:
        """The reference that leads to a place from the root document."""


def read_link(raw: Mapping[str, Any], place: Place, finder: OperationFinder, report: ReportProblem) -> dict[str, Any]:
    """One Link Object; if it leads to no operation, it has no `operationId` or "", and `UNFOUND` says why."""
    found, unfound = _target(raw, place, finder, report)
    is_reference = isinstance(raw.get("operationRef"), str) and not isinstance(raw.get("operationId"), str)
    target = {"operationRef": raw["operationRef"]} if is_reference and not found else {"operationId": found}
    out: dict[str, Any] = {**target, POINTER: finder.reference_at(place)}
    if unfound:
        out[UNFOUND] = unfound
    if isinstance(raw.get("description"), str):
        out["description"] = raw["description"]
    parameters = raw.get("parameters")
    if isinstance(parameters, Mapping):
        out["parameters"] = {str(name): value for name, value in parameters.items()}
    elif parameters is not None:
        what = f"`parameters` of a link must be an object, this is {kind_of(parameters)}"
        report(place.child("parameters"), "wrong-type", what, "they are left out")
    if "requestBody" in raw:
        out["requestBody"] = raw["requestBody"]
    server = raw.get("server")
    if isinstance(server, Mapping) and isinstance(server.get("url"), str):
        out["server"] = server
    elif server is not None:
        report(place.child("server"), "missing-field", "a server is an object with a `url`", "it is left out")
    for where, expression in _expressions(out):
        fault = fault_of(expression)
        if fault:
            report(place.child(*where), "unusable-expression", f"{shown(expression)}: {fault}", _NOT_FOLLOWED)
    return out


def _target(raw: Mapping[str, Any], place: Place, finder: OperationFinder, report: ReportProblem) -> tuple[str, str]:
    """The id of the operation that a link leads to; or "", and why."""
    name, reference = raw.get("operationId"), raw.get("operationRef")
    if isinstance(name, str):
        known = finder.operation_ids()
        if name in known:
            return name, ""
        return "", f"there is no {shown(name)}.{did_you_mean(name, known)}"
    if isinstance(reference, str):
        try:
            found = finder.operation_id_at(reference, place)
        except UnresolvableReference as error:
            return "", f"{error.message.rstrip('.')}."
        return found, "" if found else f"{shown(reference)} is something else."
    what = "a link needs an `operationId` or an `operationRef`"
    report(place, "missing-field", what, _NOT_FOLLOWED)
    return "", f"{what}."


def _expressions(link: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The expressions of a link, each with the member that it is in."""
    for name, given in link.get("parameters", {}).items():
        for expression in expressions_in(given):
            yield ("parameters", name), expression
    for expression in expressions_in(link.get("requestBody")):
        yield ("requestBody",), expression
