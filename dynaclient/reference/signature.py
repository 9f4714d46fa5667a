"""An operation's signature as Python source: the names and plain types that a call takes."""

from __future__ import annotations

from typing import Any

from .._support.wording import shown
from ..document import Document
from ..model import Operation
from ..model.naming import field_name
from ..model.xml_content import has_fields
from ..schema.view import view
from ..types import MISSING

_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "array": "list",
    "object": "dict",
    "null": "None",
}


FILE = "Path | bytes | IO"
"""The type of a file in a signature; a tuple of name, data and type is also allowed."""


def signature(document: Document, operation: Operation, attribute: str) -> str:
    """The call with every argument, required ones first.

    Args:
        attribute: the client's attribute; "" if only `call` reaches the operation.
    """
    lines: list[tuple[bool, str]] = []
    taken: set[str] = set()
    for parameter in operation.parameters:
        needed = parameter.must_be_given
        lines.append((needed, _argument(document, parameter.python_name, parameter.schema, needed=needed)))
        taken |= {parameter.name, parameter.python_name}
    body = operation.request_body
    declared = next(iter(body.content.values()), None) if body else None
    if body is not None and declared is not None:
        outline = view(document, declared.schema or {})
        fields = outline.properties if has_fields(document, declared) else {}
        for name, schema in fields.items():
            alias = field_name(name, fields)
            if alias not in taken and alias not in ("body", "self"):
                taken.add(alias)
                inner = view(document, schema)
                needed = body.required and name in outline.required and inner.default is MISSING
                lines.append((needed, _argument(document, alias, schema, needed=needed)))
        if not fields:
            lines.append((body.required, f"body: {_annotation(document, declared.schema or {})}"))
    head = f"client.{attribute}(" if attribute else f'client.call("{operation.operation_id}", '
    arguments = [text for needed, text in lines if needed] + [text for needed, text in lines if not needed]
    line = f"{head}{', '.join(arguments)}) -> Response".replace(", )", ")")
    if len(line) <= 88:
        return line
    return "\n".join([head.rstrip(), *(f"    {text}," for text in arguments), ") -> Response"])


def _argument(document: Document, name: str, schema: Any, *, needed: bool) -> str:
    outline = view(document, schema)
    text = f"{name}: {_annotation(document, schema)}"
    if needed:
        return text
    default = outline.default
    return f"{text} = {'…' if default is MISSING or default is None else _default(default)}"


def _default(value: Any) -> str:
    return {True: "True", False: "False"}[value] if isinstance(value, bool) else shown(value, limit=30)


def _annotation(document: Document, schema: Any, depth: int = 0) -> str:
    outline = view(document, schema)
    if outline.is_binary:
        return FILE
    names = [_TYPES[kind] for kind in outline.types]
    if outline.types == ("array",) and outline.items is not MISSING and depth < 2:
        names = [f"list[{_annotation(document, outline.items, depth + 1)}]"]
    if outline.alternatives and depth < 3:
        names = [_annotation(document, branch, depth + 1) for branch in outline.alternatives]
    if outline.nullable:
        names.append("None")
    parts = dict.fromkeys(part for name in names for part in name.split(" | "))
    return " | ".join(sorted(parts, key=lambda part: part == "None")) or "Any"
