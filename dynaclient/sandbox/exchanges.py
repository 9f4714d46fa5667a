"""A visit as runtime expressions see it: the request and its answer, unmasked."""

from __future__ import annotations

import json
from typing import Any

from ..document.runtime_expressions import Exchange, Message
from ..types import MISSING
from .journal import Visit
from .media import kind_of_media
from .message import SandboxAnswer


def exchange_of(visit: Visit, answer: SandboxAnswer) -> Exchange:
    """The request that was accepted, and its answer."""
    arrival, accepted = visit.arrival, visit.accepted
    parameters = accepted.parameters if accepted is not None else {}
    query = f"?{arrival.query}" if arrival.query else ""
    return Exchange(
        url=f"{arrival.base_url}{arrival.path}{query}",
        method=arrival.method,
        status=answer.status,
        request=Message(
            {name.lower(): value for name, value in arrival.headers.items()},
            accepted.body if accepted is not None else MISSING,
            {**dict(arrival.pairs), **parameters.get("query", {})},
            parameters.get("path", {}),
        ),
        response=Message({name.lower(): value for name, value in answer.header_list()}, _value(answer)),
    )


def _value(answer: SandboxAnswer) -> Any:
    if not isinstance(answer.body, bytes) or not answer.body or kind_of_media(answer.content_type) != "json":
        return MISSING
    try:
        return json.loads(answer.body)
    except ValueError:
        return MISSING
