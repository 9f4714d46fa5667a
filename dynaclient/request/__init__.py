"""Build requests: binding, validation, styles, media types, servers, security."""

from .builder import RequestBuilder
from .options import RequestOptions
from .security import Credentials
from .servers import check_base_url
from .values import WireRequest

__all__ = ["Credentials", "RequestBuilder", "RequestOptions", "WireRequest", "check_base_url"]
