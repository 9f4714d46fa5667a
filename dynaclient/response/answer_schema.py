"""The schema of the value that an operation answers with."""

from __future__ import annotations

from typing import Any

from ..model import Operation
from ..model.media_types import family_of


def answer_schema(operation: Operation) -> Any:
    """The schema of the first successful answer that has one, else that of `default`; None if there is none."""
    good = [response for status, response in operation.responses.items() if status.startswith("2")]
    others = [response for status, response in operation.responses.items() if status == "default"]
    for response in (*good, *others):
        for media_type in response.content.values():
            if family_of(media_type.name).answer == "schema" and media_type.schema is not None:
                return media_type.schema
    return None
