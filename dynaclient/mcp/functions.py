"""`client.tools` and `client.run_tool`: function definitions for programs that run a model's loop, and their calls."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from .._support.spelling import nearest
from .._support.wording import did_you_mean, either, kind_of, shown_option
from ..document import Document
from ..errors import RequestError
from ..model import Operation
from ..schema.view import view
from .access import may_change
from .checking import BODY, CheckedCall
from .fields import body_of
from .offer import Offer, Offered
from .results import ToolResult
from .schemas import DETAILS, SchemaDetail, argument_name, input_schema
from .settings import DEFAULT_BUDGET, Settings, Writes, checked_settings, globs_of
from .text import json_line, one_line, tokens_of
from .tool_names import tool_names
from .vendors import VENDORS, NotStrict, in_dialect
from .work import NOT_READ, Workshop

_HEAVIEST = 5
"""Operations that an error about the budget names."""


def tools(
    client: Any,
    *,
    format: str = "json-schema",  # noqa: A002
    operations: str | Sequence[str] = (),
    budget: int | None = None,
    strict: bool = False,
) -> list[dict[str, Any]]:
    """Function definitions of operations, as a vendor of models takes them for `tools`.

    Args:
        format: "openai" (chat completions), "openai-responses", "anthropic", "gemini" or "json-schema".
        operations: globs for an operationId, a tag, or `METHOD /path`; empty for all.
        budget: the most tokens of all definitions together, counted as bytes of JSON divided by 4; what is deep is
            folded until they fit. None for no limit.
        strict: use the vendor's strict mode, where it has one, for every operation that can be written in it.

    Raises:
        RequestError: an option cannot be used, no operation matches, or the budget cannot be met; the text says by how
            much and which operations weigh most.
    """
    vendor = VENDORS.get(format)
    if vendor is None:
        hint = did_you_mean(str(format), VENDORS)
        raise RequestError(
            f"format= is {either([repr(name) for name in VENDORS])}, not {shown_option(format)}{hint and f'.{hint}'}"
        )
    if budget is not None and (isinstance(budget, bool) or not isinstance(budget, int) or budget < 1):
        raise RequestError(f"budget= is a number of tokens above 0, not {shown_option(budget)}")
    offer = Offer([client._pinned()], checked_settings(allow=globs_of("operations", operations)))  # noqa: SLF001  # one document for all
    if not len(offer):
        raise RequestError(f"no operation matches {either([repr(glob) for glob in _listed(operations)])}")
    names = _names(offer)
    sizes: dict[str, int] = {}
    for detail in DETAILS if budget is not None else DETAILS[:1]:
        found = {
            offered.name: _definition(vendor, offered, names[offered.name], detail, strict=strict) for offered in offer
        }
        sizes = {name: tokens_of(json_line(definition)) for name, definition in found.items()}
        if budget is None or tokens_of(json_line(list(found.values()))) <= budget:
            return vendor.whole(list(found.values()))
    heaviest = sorted(sizes, key=lambda name: -sizes[name])[:_HEAVIEST]
    listed = ", ".join(f"{name} {sizes[name]:,}" for name in heaviest)
    total = sum(sizes.values())
    raise RequestError(
        f"{len(sizes)} operations need at least {total:,} tokens, {total - (budget or 0):,} more than budget= allows. "
        f"The heaviest: {listed}. Choose fewer with operations=, or serve them with dynaclient mcp, whose three tools "
        "fit any document"
    )


def _listed(globs: str | Sequence[str]) -> list[str]:
    return [globs] if isinstance(globs, str) else list(globs)


def _names(offer: Offer) -> dict[str, str]:
    """The names of the tools; those of all operations are made, so that a choice of them changes none."""
    return tool_names(offer.clients[0].operations)


def _definition(vendor: Any, offered: Offered, name: str, detail: SchemaDetail, *, strict: bool) -> dict[str, Any]:
    operation = offered.operation
    schema, _ = input_schema(offered.client.document, operation, detail)
    about = one_line(operation.description, detail.words) if detail.words else ""
    words = dict.fromkeys(filter(None, (one_line(operation.summary, 300), about)))
    text = f"{operation.sent_method} {operation.path}. {' '.join(words)}".strip()
    text = text if vendor.longest_text is None else one_line(text, vendor.longest_text)
    found: dict[str, Any]
    if strict and vendor.strict is not None:
        try:
            found = vendor.envelope(name, text, in_dialect(schema, vendor.strict), True)
        except NotStrict:
            pass
        else:
            return found
    found = vendor.envelope(name, text, in_dialect(schema, vendor.dialect), False)
    return found


def run_tool(
    client: Any,
    name: str,
    arguments: Mapping[str, Any] | str | None = None,
    *,
    operations: str | Sequence[str] = (),
    writes: Writes = "yes",
    budget: int = DEFAULT_BUDGET,
    files: str | os.PathLike[str] | None = None,
) -> str:
    """Run a call that a model made of a function from `tools`, and return what to tell it.

    The call is checked completely; one that does not fit is not sent, and the text says what to correct. What the
    server refuses comes as text too: no error is raised for what a model wrote.

    Args:
        name: the name of the function; an operationId too.
        arguments: an object, or its JSON text as OpenAI sends it.
        operations: the globs that `tools` was given, so that no other operation can be called.
        writes: "no" refuses what may change something.
        budget: the most tokens of the text.
        files: the folder for files that are sent; without it, no argument can name a file.

    Raises:
        RequestError: an option cannot be used.
    """
    workshop, call = _checked(client, name, arguments, operations, writes, budget, files)
    return (call if isinstance(call, ToolResult) else workshop.send(call)).text


async def run_tool_async(
    client: Any,
    name: str,
    arguments: Mapping[str, Any] | str | None = None,
    *,
    operations: str | Sequence[str] = (),
    writes: Writes = "yes",
    budget: int = DEFAULT_BUDGET,
    files: str | os.PathLike[str] | None = None,
) -> str:
    """`run_tool` of an async client."""
    workshop, call = _checked(client, name, arguments, operations, writes, budget, files)
    return (call if isinstance(call, ToolResult) else await workshop.send_async(call)).text


def _checked(
    client: Any, name: str, arguments: Any, operations: Any, writes: Any, budget: Any, files: Any
) -> tuple[Workshop, CheckedCall | ToolResult]:
    settings: Settings = checked_settings(
        allow=globs_of("operations", operations), writes=writes, budget=budget, files=files
    )
    if writes == "ask":
        raise RequestError("run_tool asks nobody: writes= is 'no' or 'yes'")
    workshop = Workshop([client], settings, reading=NOT_READ)
    offer = workshop.offer
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments or "{}")
        except ValueError as error:
            text = f"{name}: the arguments are not valid JSON: {error}. Nothing was sent."
            return workshop, ToolResult(text, is_error=True)
    if arguments is not None and not isinstance(arguments, Mapping):
        text = f"{name}: the arguments are an object, not {kind_of(arguments)}. Nothing was sent."
        return workshop, ToolResult(text, is_error=True)
    found = {tool: operation_id for operation_id, tool in _names(offer).items()}
    operation_id = found.get(name, name)
    offered = next((o for o in offer if o.name == operation_id), None)
    if offered is None:
        near = nearest(str(name), [_names(offer)[o.name] for o in offer])
        hint = f" Did you mean {either([repr(n) for n in near])}?" if near else ""
        return workshop, ToolResult(f"there is no tool {str(name)[:80]!r}.{hint} Nothing was sent.", is_error=True)
    if writes == "no" and may_change(offered.operation, settings):
        text = f"{offered.name} may change data, and this program only reads. Nothing was sent."
        text += " Do not look for a way around."
        return workshop, ToolResult(text, is_error=True)
    values = as_meant(offered.client.document, offered.operation, arguments or {})
    return workshop, workshop.check({"operation": offered.name, "arguments": values})


def as_meant(document: Document, operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as a function definition makes a model write them, as the document has them.

    Strict modes have null for what is left out, and dialects without free objects have JSON text for them.
    """
    media_type = body_of(operation)
    schema = media_type.schema if media_type is not None and media_type.schema is not None else {}
    members = view(document, schema).properties
    parts = {argument_name(name): part for name, part in members.items()} | dict(members)
    parts |= {BODY: schema} if BODY not in members else {}
    for parameter in operation.parameters:
        parts |= {parameter.python_name: parameter.schema, parameter.name: parameter.schema}
    needed = {name for p in operation.parameters if p.required for name in (p.name, p.python_name)}
    found = {}
    for name, value in arguments.items():
        part = parts.get(name)
        if value is None and name not in needed and (part is None or not view(document, part).nullable):
            continue
        found[name] = value if part is None else _meant(document, part, value, 0)
    return found


def _meant(document: Document, schema: Any, value: Any, depth: int) -> Any:
    if depth > 20:
        return value
    described = view(document, schema)
    if isinstance(value, str) and described.types and set(described.types) <= {"object", "array"}:
        try:
            read = json.loads(value)
        except ValueError:
            return value
        return read if isinstance(read, (dict, list)) else value
    if isinstance(value, list) and isinstance(described.items, Mapping):
        return [_meant(document, described.items, item, depth + 1) for item in value]
    if isinstance(value, dict) and described.properties:
        found = {}
        for name, item in value.items():
            part = described.properties.get(name)
            if (
                item is None
                and part is not None
                and name not in described.required
                and not view(document, part).nullable
            ):
                continue
            found[name] = item if part is None else _meant(document, part, item, depth + 1)
        return found
    return value
