"""What the document does not declare and the caller sends on purpose: `query:x`, `header:x`, `cookie:x`, `body:x`.

Knows how such names are judged and written, and how the client's own members get into a body. Binding decides which
names they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.headers import is_token
from .._support.wording import kind_of
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import Violation
from ..model import Parameter
from ..model.naming import python_name
from ..schema import Mode
from .body_values import BodyValue, plain_body
from .plain import NotJSON, plain

_STYLES: Mapping[str, tuple[str, bool]] = {
    "query": ("form", True),
    "header": ("simple", False),
    "cookie": ("form", True),
}
"""Location → style and explode. Source: OAS 3.1.1 Parameter Object, `style`, `explode`: the defaults."""


def undeclared_parameter(location: str, name: str) -> Parameter | None:
    """The parameter that a name with its location means; None where the document declares every place, in the path."""
    if location not in _STYLES or not name:
        return None
    style, explode = _STYLES[location]
    return Parameter(
        name=name,
        python_name=python_name(name),
        location=location,  # type: ignore[arg-type]  # one of those above
        required=False,
        schema={},
        style=style,
        explode=explode,
    )


def undeclared(location: str, name: str, value: Any, mode: Mode) -> list[Violation]:
    """The violation of a mode that admits only what the document declares."""
    if not mode.checks or mode.relieves:
        return []
    path = f"/body{pointer_to((name,))}" if location == "body" else f"/{name}"
    text = f"the document does not declare {name!r}, and validate='strict' admits nothing else"
    return [Violation(location, path, "unknown", text, value)]


def unwritable_name(parameter: Parameter, value: Any) -> list[Violation]:
    """The violation of a name that cannot be sent in its place, if any."""
    what = ""
    if parameter.location == "header" and not is_token(parameter.name):
        what = "the name of a header consists of letters, digits and any of !#$%&'*+-.^_`|~"
    try:
        plain(parameter.name)
    except NotJSON as error:
        what = error.what
    return [Violation(parameter.location, f"/{parameter.name}", "pattern", what, value)] if what else []


def with_extra(document: Document, body: BodyValue, extra: Mapping[str, Any]) -> BodyValue:
    """A body with the client's own members added, except those that it has.

    A body that is not an object cannot take them: its `errors` say so.
    """
    given = body.given
    if not isinstance(given, (Mapping, str, bytes, bytearray)) and body.writer.holds == "json":
        given = plain(given)  # a model or dataclass
    if isinstance(given, Mapping) and body.writer.has_fields:
        return plain_body(document, body.media_type, {**extra, **given})
    body.errors = [
        NotJSON((), f"extra_body= adds members to an object, not to {kind_of(body.given)} as {body.content_type}")
    ]
    return body
