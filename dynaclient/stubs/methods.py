"""Write the source of a method from its signatures: one overload for each, with the document's descriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model import Operation
from .answers import AnswerClass, returned_type
from .kinds import ITEMS, Kind
from .signatures import Returned, Signature
from .text import plain_of, summary_of, wrapped

MARGIN = 120


@dataclass(frozen=True, slots=True)
class Method:
    """An operation to write as a method, for any kind of client.

    Attributes:
        name: the attribute that calls it.
        alias: another attribute that does, or "".
    """

    operation: Operation
    name: str
    alias: str
    signatures: Sequence[Signature]


def write_method(method: Method, kind: Kind, answers: Mapping[str, AnswerClass]) -> str:
    """The source of one method, and its alias below it."""
    doc = _docstring(method.operation, method.signatures[0])
    out = []
    for i, signature in enumerate(method.signatures):
        decorator = "    @overload\n" if len(method.signatures) > 1 else ""
        returned = _returned(signature.returns, kind, answers)
        head = signature_head(f"{kind.word} {method.name}", signature, returned).replace(f"{ITEMS}[", f"{kind.items}[")
        out.append(f"{decorator}{head}{' ...' if i else doc}\n")
    if method.alias:
        out.append(f"    {method.alias} = {method.name}\n")
    return "".join(out)


def signature_head(name: str, signature: Signature, returned: str) -> str:
    """The first line of a method, or lines if one is too long, up to its colon.

    Args:
        name: the name after `def` or `async def`.
        returned: the written type that it returns.
    """
    ordered = sorted(signature.arguments, key=lambda a: not a.required)
    arguments = [f"{a.name}: {a.type}{'' if a.required else ' = ...'}" for a in ordered]
    items = ["self", *filter(None, [signature.opening])]
    if arguments:
        items += ["*", *arguments]
    items += filter(None, [signature.closing])
    opening, closing = f"    {name}(", f") -> {returned}:"
    line = f"{opening}{', '.join(items)}{closing}"
    if len(line) <= MARGIN:
        return line
    return f"{opening}\n" + "".join(f"        {item},\n" for item in items) + f"    {closing}"


def _returned(returned: Sequence[Returned], kind: Kind, answers: Mapping[str, AnswerClass]) -> str:
    return " | ".join(
        f"{kind.streams[item.framing]}[{item.data}]" if item.is_stream else returned_type(item.data, kind, answers)
        for item in returned
    )


def _docstring(operation: Operation, signature: Signature) -> str:
    summary = summary_of(operation.summary) or f"{operation.sent_method} {operation.path}"
    lines = [summary, "", f"{operation.sent_method} {operation.path}" + (" (deprecated)" * operation.deprecated)]
    if operation.description.strip() and operation.description != operation.summary:
        text = summary_of(operation.description, 600)
        lines += ["", *wrapped(text, "")]
    described = [a for a in signature.arguments if a.description]
    if described:
        lines += ["", "Args:"]
        for argument in described:
            lines += wrapped(f"{argument.name}: {summary_of(argument.description)}", "    ", hanging="    ")
    body = "\n".join(f"        {line}".rstrip() for line in lines).strip()
    return f'\n        """{body}\n        """' if len(lines) > 1 else f'\n        """{plain_of(body)}"""'
