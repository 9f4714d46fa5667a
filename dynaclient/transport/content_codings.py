"""Which content codings of answers the sending libraries undo: some only where a package for them is installed."""

from __future__ import annotations

import sys

from urllib3 import HTTPResponse


def decoded_codings() -> set[str]:
    """The codings that are undone before a body is read, in lower case. Source: RFC 9110 section 8.4.1."""
    found = {str(name) for name in HTTPResponse.CONTENT_DECODERS}
    parser = sys.modules.get("aiohttp.http_parser")  # decodes nothing unless it is loaded
    found |= {"br"} if getattr(parser, "HAS_BROTLI", False) else set()
    return found | ({"zstd"} if getattr(parser, "HAS_ZSTD", False) else set())
