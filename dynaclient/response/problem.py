"""Problem details: the standard form of an error body, in JSON or XML. Source: RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import ProblemDetails, masked_data
from ..model.media_types import essence
from ..types import ResponseLike

if TYPE_CHECKING:
    from ..xml.tree import Element

_JSON, _XML = "application/problem+json", "application/problem+xml"
_NAMESPACE = "urn:ietf:rfc:7807"

_TEXTS = ("type", "title", "detail", "instance")
_MEMBERS = frozenset((*_TEXTS, "status"))


def problem_of(response: ResponseLike, data: Any) -> ProblemDetails | None:
    """The problem details in an error body; None if it has another form.

    A JSON object of another media type counts too if it has a title, and a type or the status of the answer. A member
    of the wrong type is ignored. Source: RFC 9457 section 3.1.

    Args:
        data: the decoded body.
    """
    if not isinstance(data, Mapping):
        return None
    is_declared = essence(response.content_type) in (_JSON, _XML)
    if not (is_declared or _is_alike(data, response.status_code)):
        return None
    clean = masked_data(dict(data), response.masked)
    texts = {name: clean[name] for name in _TEXTS if isinstance(clean.get(name), str)}
    status = clean.get("status")
    return ProblemDetails(
        **texts,
        status=status if isinstance(status, int) and not isinstance(status, bool) else None,
        extensions={name: value for name, value in clean.items() if name not in _MEMBERS},
    )


def _is_alike(data: Mapping[str, Any], status: int) -> bool:
    if not isinstance(data.get("title"), str):
        return False
    return isinstance(data.get("type"), str) or data.get("status") == status


def as_json(content_type: str, data: Any) -> Any:
    """An error body as JSON has it: the members of problem details in XML, anything else as it is.

    Source: RFC 9457 appendix B.

    Args:
        data: the decoded body.
    """
    if not isinstance(data, str) or essence(content_type) != _XML:
        return data
    from ..xml.tree import parse  # rare beside JSON

    try:
        root = parse(data)
    except ValueError:
        return data
    if (root.name, root.namespace) != ("problem", _NAMESPACE):
        return data
    found = {child.name: _value(child) for child in root.elements}
    status = str(found.get("status", "")).strip()
    is_status = len(status) == 3 and status.isascii() and status.isdigit()
    return {**found, "status": int(status)} if is_status else found


def _value(element: Element) -> Any:
    """A list of what is in elements named `i`, an object of other elements, or a text."""
    from ..xml.pieces import whole_text

    children = [*element.elements]
    if not children:
        return whole_text(element.children)
    if all(child.name == "i" for child in children):
        return [_value(child) for child in children]
    return {child.name: _value(child) for child in children}
