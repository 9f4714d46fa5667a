"""The query that one parameter writes whole (`in: querystring`), and what else would have to be in it.

Source: OAS 3.2.0 Parameter Object, `in`.
"""

from __future__ import annotations

from urllib.parse import unquote_plus

from ..errors import RequestError
from ..model import Parameter
from ..model.media_types import FORM, essence


def with_others(parameter: Parameter, text: str, pairs: list[str], operation_id: str) -> list[str]:
    """The parts of a query, which are joined with `&`.

    Args:
        text: the parameter's own, encoded.
        pairs: of other parameters, credentials and the client's own query, encoded.

    Raises:
        RequestError: there are others, and the parameter is no form that they could be added to.
    """
    if pairs and essence(parameter.content or "") != FORM:
        name = unquote_plus(pairs[0].partition("=")[0])
        raise RequestError(
            f"{parameter.name!r} is the whole query, as {parameter.content}, so {name!r} cannot be sent with it; "
            "leave one of them out",
            operation_id=operation_id,
        )
    return [text, *pairs] if text else pairs
