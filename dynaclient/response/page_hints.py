"""What extensions of a document say about paging: one row for each vendor's.

An extension that cannot be read is ignored, and names decide; only `x-pagination`, this package's own, is held to its
form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

from .._support.wording import did_you_mean
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import RequestError, UnresolvableReference
from ..model import Operation
from ..schema.view import properties_of
from .page_names import counting, is_offset
from .page_rule import PageRule

_STEP = re.compile(r"\[\s*['\"]?([^\]'\"]*)['\"]?\s*\]|([^.\[\]]+)")
_LAST = re.compile(r"\(@\.length-(\d+)\)")


class Hint(NamedTuple):
    """An extension as it is read.

    Attributes:
        recognised: the rule that names suggest, for what the extension leaves open.
    """

    value: Any
    document: Document
    operation: Operation
    recognised: PageRule


def hinted(document: Document, operation: Operation, recognised: PageRule) -> PageRule | None:
    """The rule that an extension of the operation states, or None."""
    for name, read in HINTS.items():
        if name in operation.extensions:
            rule = read(Hint(operation.extensions[name], document, operation, recognised))
            if rule is not None:
                return rule
    return None


def with_changes(rule: PageRule, changes: Any, source: str, operation_id: str) -> PageRule:
    """A rule with some fields replaced.

    Raises:
        RequestError: `changes` is not a mapping of fields.
    """
    names = [field.name for field in fields(PageRule)]
    if not isinstance(changes, Mapping):
        raise RequestError(
            f"{source} must be a PageRule or a mapping of its fields ({', '.join(names)})", operation_id=operation_id
        )
    for name in changes:
        if name not in names:
            raise RequestError(
                f"{source} has no field {name!r}.{did_you_mean(str(name), names)} It has {', '.join(names)}.",
                operation_id=operation_id,
            )
    return replace(rule, **changes)


def _own(hint: Hint) -> PageRule | None:
    return with_changes(hint.recognised, hint.value, "x-pagination", hint.operation.operation_id)


def _speakeasy(hint: Hint) -> PageRule | None:
    """Source: https://www.speakeasy.com/docs/sdks/customize/runtime/pagination."""
    said = hint.value if isinstance(hint.value, Mapping) else {}
    given, taken = said.get("inputs"), said.get("outputs")
    items_given = [item for item in given if isinstance(item, Mapping)] if isinstance(given, list) else []
    inputs = {str(item.get("type")): item for item in items_given}
    outputs: Mapping[str, Any] = taken if isinstance(taken, Mapping) else {}

    def key(kind: str) -> str:
        item = inputs.get(kind, {})
        return _argument(hint, item.get("name"), in_body=item.get("in") == "requestBody")

    items = _pointer(outputs.get("results"), hint.recognised.items)
    if said.get("type") == "url" and outputs.get("nextUrl"):
        return PageRule("link", items=items, next=_pointer(outputs["nextUrl"], "") or "")
    if said.get("type") == "cursor" and key("cursor") and outputs.get("nextCursor"):
        following = _pointer(outputs["nextCursor"], "") or ""
        return PageRule("cursor", items=items, parameter=key("cursor"), next=following, item_key="")
    if said.get("type") == "offsetLimit" and (key("page") or key("offset")):
        by_page = bool(key("page"))
        rule = counting(hint.document, hint.operation, key("page") or key("offset"), by_page=by_page)
        return replace(rule, items=items, total=(_pointer(outputs.get("numPages"), "") or "") if by_page else "")
    return None


def _fern(hint: Hint) -> PageRule | None:
    """`true` takes the settings of the document's root.

    Source: https://buildwithfern.com/learn/api-definitions/openapi/extensions/pagination.
    """
    said = hint.value
    if said is True:
        try:
            said = hint.document.resolve("#/x-fern-pagination")
        except UnresolvableReference:
            return None
    if not isinstance(said, Mapping):
        return None
    items = _pointer(said.get("results"), hint.recognised.items)
    more = _pointer(said.get("has-next-page"), "") or ""
    following = _pointer(
        next((said[name] for name in ("next_cursor", "next_uri", "next_path") if name in said), None), ""
    )
    if "cursor" in said:
        key = _fern_argument(hint, said["cursor"])
        return PageRule("cursor", items, key, following or "", "", more) if key and following else None
    if "offset" in said:
        key = _fern_argument(hint, said["offset"])
        by_page = "step" not in said and not is_offset(key.rpartition(":")[2])
        counted = counting(hint.document, hint.operation, key, by_page=by_page) if key else None
        return None if counted is None else replace(counted, items=items, more=more)
    return PageRule("link", items=items, next=following, more=more) if following else None


def _fern_argument(hint: Hint, path: Any) -> str:
    """The argument that `$request.name` or `$request.body.name` means."""
    tokens = _tokens(path)
    in_body = tokens[:1] == ["body"] and len(tokens) > 1
    return _argument(hint, tokens[-1], in_body=in_body) if len(tokens) == 1 + in_body else ""


def _azure(hint: Hint) -> PageRule | None:
    """`nextLinkName: null` states that the list is one page.

    Source: https://azure.github.io/autorest/extensions/#x-ms-pageable.
    """
    if not isinstance(hint.value, Mapping):
        return None
    link = hint.value.get("nextLinkName")
    items = hint.value.get("itemName") or "value"
    return PageRule("link", items=pointer_to((str(items),)), next=pointer_to((str(link),)) if link else "")


HINTS: dict[str, Callable[[Hint], PageRule | None]] = {
    "x-pagination": _own,
    "x-speakeasy-pagination": _speakeasy,
    "x-fern-pagination": _fern,
    "x-ms-pageable": _azure,
}
"""Extension of an operation → the rule it states, or None if it states none. The first that states one counts."""


def _argument(hint: Hint, name: Any, *, in_body: bool) -> str:
    """The key of an argument; "" if the operation has none of this name."""
    if not isinstance(name, str):
        return ""
    if not in_body:
        for parameter in hint.operation.parameters:
            if parameter.name == name:
                return f"{parameter.location}:{parameter.name}"
    body = hint.operation.request_body
    for media_type in body.content.values() if body is not None else ():
        if name in properties_of(hint.document, media_type.schema):
            return f"body:{name}"
    return ""


def _pointer(path: Any, otherwise: str | None) -> str | None:
    """A path such as `$.data[-1].id` or `$response.data` as a JSON Pointer, in which -1 is the last item."""
    return pointer_to(_tokens(path)) if isinstance(path, str) and path else otherwise


def _tokens(path: Any) -> list[str]:
    if not isinstance(path, str):
        return []
    text = re.sub(r"^\$(response|request)?\.?", "", _LAST.sub(r"-\1", path))
    return [quoted or plain for quoted, plain in _STEP.findall(text)]
