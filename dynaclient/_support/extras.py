"""Optional packages: the extra that installs each, and the line that a person types. Imports none of them."""

from __future__ import annotations

EXTRAS = {
    "aiohttp": "async",
    "anyio": "mcp",
    "backports": "compression",
    "botocore": "aws",
    "brotli": "compression",
    "brotlicffi": "compression",
    "cryptography": "oauth",
    "dask": "dask",
    "distributed": "dask",
    "fsspec": "dask",
    "hishel": "cache",
    "jinja2": "reference",
    "jsonpath_rfc9535": "overlay",
    "keyring": "keyring",
    "markdown_it": "reference",
    "mcp": "mcp",
    "nh3": "reference",
    "oauthlib": "oauth",
    "opentelemetry": "tracing",
    "pyarrow": "arrow",
    "pygments": "reference",
    "socks": "socks",
    "swagger_ui": "docs",
}
"""The module that is imported → the extra. Every optional package of pyproject.toml has a line here."""

_PACKAGES = {"yaml": "pyyaml"}
"""Modules whose package has another name, apart from dashes."""


def install_line(module: str) -> str:
    """The command that installs the package of a module; without an extra, the package itself."""
    top = module.partition(".")[0]
    return f"pip install 'dynaclient[{EXTRAS[top]}]'" if top in EXTRAS else f"pip install {_PACKAGES.get(top, top)}"
