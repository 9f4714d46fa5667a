"""A response body → typed values, through openapi-core, which is imported only when this is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..document import Document
from ..errors import InvalidResponse, Violation
from ..model.excerpt import excerpt

if TYPE_CHECKING:
    from .response import Response

_HOST = "http://localhost"


@dataclass(frozen=True)
class _Request:
    """The request that openapi-core finds the operation by."""

    path: str
    method: str
    host_url: str = _HOST
    content_type: str = ""
    body: bytes | None = None
    parameters: Any = None

    @property
    def full_url_pattern(self) -> str:
        return self.host_url + self.path

    @property
    def path_pattern(self) -> str:
        return self.path


@dataclass(frozen=True)
class _Answer:
    status_code: int
    data: bytes
    content_type: str
    headers: dict[str, Any] = field(default_factory=dict)


def unmarshal(document: Document, response: Response) -> Any:
    """The typed value of a response's body.

    Raises:
        InvalidResponse: openapi-core finds that it does not fit the document.
    """
    from openapi_core import Config, OpenAPI

    operation = response.operation
    described = excerpt(document, operation.operation_id, server=_HOST)
    path = next(iter(described["paths"]))
    config = Config(spec_validator_cls=None)  # type: ignore[arg-type]  # the excerpt was read tolerantly already
    result = OpenAPI.from_dict(described, config=config).unmarshal_response(
        _Request(path, operation.method),  # type: ignore[arg-type]
        _Answer(response.status_code, response.content, response.content_type, dict(response.headers)),
    )
    if result.errors:
        found = [Violation("body", "/body", "unknown", text) for error in result.errors for text in _texts(error)]
        raise InvalidResponse(violations=found, response=response, operation_id=operation.operation_id)
    return result.data


def _texts(error: Any) -> list[str]:
    inner = getattr(error.__cause__, "schema_errors", None)
    return [item.message for item in inner] if inner else [str(error)]
