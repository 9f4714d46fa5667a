"""Turn a raw response into a `Response`: decoding, error classes, checks against the document, typed values."""

from .checker import ResponseChecker
from .response import Response

__all__ = ["Response", "ResponseChecker"]
