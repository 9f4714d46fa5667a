"""Explain what a call would use and why, without showing secrets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .._support.record import record
from .._support.secret_names import MASK, is_secret_name
from .._support.urls import without_secrets
from .._support.wording import masked, shown
from ..errors import RequestError, Violation
from ..model import Operation
from ..types import MISSING
from .servers import choose_server

if TYPE_CHECKING:
    from .plan import CallPlan
    from .security import Credentials
    from .values import BoundArguments, JudgedArguments


@record
class Explanation:
    """What a call would use, and why. `str()` returns it as text to read.

    Attributes:
        server: the base URL, or why there is none.
        security: which alternative applies and where its credentials go.
        parameters: a line for each parameter: how it is written, or what happens without it.
        body: the media type, or why there is no body.
        violations: why the call would be refused; empty if it would be sent.
        warnings: what a call would warn of.
    """

    operation_id: str
    method: str
    path: str
    server: str
    security: str
    parameters: tuple[str, ...]
    body: str
    violations: tuple[Violation, ...]
    warnings: tuple[Violation, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.operation_id}: {self.method} {self.path}", f"server: {self.server}"]
        lines.append(f"security: {self.security}")
        lines += [f"parameter {line}" for line in self.parameters]
        lines.append(f"body: {self.body}")
        lines += [f"refused: {violation}" for violation in self.violations]
        lines += [f"warning: {doubt}" for doubt in self.warnings]
        return "\n".join(lines)


def explain_request(
    plan: CallPlan, bound: BoundArguments, checked: JudgedArguments, violations: list[Violation]
) -> Explanation:
    """Describe the choices for a call."""
    operation = plan.operation
    secrets = plan.options.credentials.texts()
    return Explanation(
        operation_id=operation.operation_id,
        method=operation.sent_method,
        path=operation.path,
        server=_server(plan),
        security=_security(plan, checked),
        parameters=tuple(masked(line, secrets) for line in _parameters(plan, bound, checked)),
        body=_body(operation, bound, checked),
        violations=tuple(violations),
        warnings=tuple(checked.doubts),
    )


def _server(plan: CallPlan) -> str:
    options = plan.options
    if options.base_url is not None:
        return f"{without_secrets(plan.base_url())} (base_url overrides the document's servers)"
    try:
        url = without_secrets(plan.base_url())
    except RequestError as error:
        return f"none: {error.message}"
    servers = plan.operation.servers
    if not servers:
        return f"{url} (the document has no server, so `/` is used)"
    chosen = choose_server(plan.operation, options.server)
    name = f", {chosen.name}" if chosen.name else ""
    return f"{url} (server {servers.index(chosen)} of {len(servers)}{name}: {chosen.url})"


def _security(plan: CallPlan, checked: JudgedArguments) -> str:
    alternatives, options = plan.operation.security, plan.options
    if options.credentials.ignored:
        return "none, since credentials=False"
    if not alternatives:
        return "none is needed"
    try:
        chosen = plan.security(checked.given)
    except RequestError as error:
        return f"missing: {error}"
    if not chosen:
        return "none, which the document allows (credentials are optional here)"
    places = [_place(options.credentials, name, scopes, plan) for name, scopes in chosen.items()]
    return f"{' and '.join(places)} (alternative {alternatives.index(chosen) + 1} of {len(alternatives)})"


def _place(credentials: Credentials, name: str, scopes: Iterable[str], plan: CallPlan) -> str:
    if name not in credentials:
        return f"{name}: by a header or session of your own"
    source = credentials.source(name)
    origin = ""
    if source is not None:
        from ..credentials.source import Needs

        origin = source.describe(Needs(tuple(sorted(scopes)), plan.base_url()))
    scheme = credentials.schemes[name]
    old = ", deprecated" if scheme.deprecated else ""
    return f"{name}: {scheme.place_in_words}{f', {origin}' if origin else ''}{old}"


def _parameters(plan: CallPlan, bound: BoundArguments, checked: JudgedArguments) -> list[str]:
    written = {(parameter.location, parameter.name): value for parameter, value in checked.values}
    own = _own_query(plan)
    lines = []
    for parameter in (*plan.operation.parameters, *bound.undeclared):
        key = (parameter.location, parameter.name)
        how = f"as {parameter.content}" if parameter.content else f"style {parameter.style}"
        if parameter.content is None and parameter.explode:
            how += ", exploded"
        if parameter in bound.undeclared:
            how += ", not declared"
        if key in bound.parameters and key in written:
            value = MASK if is_secret_name(parameter.name) else shown(written[key])
            lines.append(f"{parameter.name} in {parameter.location}: {value} ({how})")
        elif key in written:
            lines.append(f"{parameter.name} in {parameter.location}: {shown(written[key])} (its default, {how})")
        elif parameter.location == "query" and parameter.name in own:
            lines.append(own.pop(parameter.name))
        elif plan.supplies(parameter):
            lines.append(f"{parameter.name} in {parameter.location}: by the client's own headers")
        elif parameter.must_be_given:
            lines.append(f"{parameter.name} in {parameter.location}: missing or refused")
        elif parameter.default is not MISSING:
            lines.append(
                f"{parameter.name} in {parameter.location}: not sent, the server assumes {shown(parameter.default)}"
            )
        else:
            lines.append(f"{parameter.name} in {parameter.location}: not sent")
    return [*lines, *(line for name, line in own.items() if ("query", name) not in written)]


def _own_query(plan: CallPlan) -> dict[str, str]:
    """Name → a line, for what the client itself adds to the query."""
    query = plan.own_query()
    if not query:
        return {}
    from .._support.secret_names import holds_key
    from .own_query import value_of

    texts: dict[str, list[str]] = {}
    for name, pair in query:
        texts.setdefault(name, []).append(MASK if holds_key(name) else shown(value_of(pair)))
    return {name: f"{name} in query: {', '.join(found)} (the client's own)" for name, found in texts.items()}


def _items(checked: JudgedArguments) -> str:
    """How the items of a body are sent, if it is a sequence of them."""
    items = checked.body.items if checked.body is not None else None
    if items is None:
        return ""
    if items.values is None:
        return ", each item checked as it is sent"
    return f", {len(items.values):,} item{'s' if len(items.values) != 1 else ''}"


def _body(operation: Operation, bound: BoundArguments, checked: JudgedArguments) -> str:
    declared = operation.request_body
    if declared is None:
        return "none is declared"
    names = ", ".join(declared.content) or "anything"
    if checked.body is not None:
        source = "fields given by name" if bound.properties else "body="
        if bound.body is MISSING and not bound.properties:
            source = "extra_body="
        chosen = f", chosen by {checked.chosen_by}" if checked.chosen_by else ""
        return f"{checked.body.content_type}, from {source}{_items(checked)}{chosen} (declared: {names})"
    if bound.body is MISSING and not bound.properties:
        return f"none given{', and one is required' if declared.required else ''} (declared: {names})"
    judged = f" as {checked.media_type}" if checked.chosen_by else ""
    return f"refused{judged} (declared: {names})"
