"""The model of a document: `Operation`, `Parameter`, `RequestBody` and other frozen values that calls need."""

from .build import build_security_schemes
from .operations import Operations
from .schemes import Place, SchemeKind, SecurityScheme
from .values import (
    DeclaredResponse,
    Encoding,
    ItemRules,
    Link,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    SecurityRequirement,
    Server,
    ServerVariable,
)

__all__ = [
    "DeclaredResponse",
    "Encoding",
    "ItemRules",
    "Link",
    "MediaType",
    "Operation",
    "Operations",
    "Parameter",
    "Place",
    "RequestBody",
    "SchemeKind",
    "SecurityRequirement",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "build_security_schemes",
]
