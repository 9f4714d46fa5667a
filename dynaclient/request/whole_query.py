"""The query that one parameter writes whole (`in: querystring`), and what else would have to be in it.

Source: OAS 3.2.0 Parameter Object, `in`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from ..errors import RequestError
from ..model import Parameter
from ..model.media_types import FORM, essence
from .writing.bodies import form_text
from .writing.percent import encode
from .writing.styles import content_text


def whole_query(parameter: Parameter, value: Any) -> str:
    """The query, encoded: a form as such, any other value as one text."""
    if essence(parameter.content or "") == FORM and isinstance(value, Mapping):
        return form_text(value, parameter.encoding)
    return encode(content_text(parameter, value))


def with_others(parameter: Parameter, text: str, pairs: list[str], operation_id: str) -> list[str]:
    """The parts of a query, which are joined with `&`.

    Args:
        text: the parameter's own, encoded.
        pairs: of other parameters, credentials and the client's own query, encoded.

    Raises:
        RequestError: there are others, and the parameter is not a form to which they could be added.
    """
    if pairs and essence(parameter.content or "") != FORM:
        name = unquote_plus(pairs[0].partition("=")[0])
        raise RequestError(
            f"{parameter.name!r} is the whole query, as {parameter.content}, so {name!r} cannot be sent with it; "
            "leave one of them out",
            operation_id=operation_id,
        )
    return [text, *pairs] if text else pairs
