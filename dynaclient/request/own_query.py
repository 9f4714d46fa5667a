"""The client's own query: what its options and the query of `base_url` add to every request.

Nothing here is checked against the document. A call's own argument of the same name wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote_plus

from .._support.secret_names import holds_key
from .._support.wording import kind_of
from ..errors import RequestError
from .plain import NotJSON, plain
from .writing.percent import encode_query
from .writing.styles import text_of

OwnQuery = tuple[tuple[str, str], ...]
"""(name, encoded pair): the name is decoded, for comparison; the pair is sent as it is."""

_KEPT = "-._~!$'()*,;:@/?=%+"
"""What a query written by hand keeps, besides letters, digits and `&`. Source: RFC 3986 section 3.4."""

_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")


def encoded_query(text: str) -> str:
    """A query written by hand with everything encoded that a URL cannot contain; triplets stay."""
    return "&".join(quote(_STRAY.sub("%25", pair), safe=_KEPT) for pair in text.split("&") if pair)


def checked_query(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The value of `query=`: by name, a text, a number, a boolean, a list of them, or None.

    Raises:
        RequestError: a name or value is anything else.
    """
    if given is not None and not isinstance(given, Mapping):
        raise RequestError(f"query= must be a mapping from names to values, not {kind_of(given)}")
    return {_name(name): _value(name, value) for name, value in (given or {}).items()}


def _name(name: Any) -> str:
    if not isinstance(name, str) or not name:
        raise RequestError(f"query=: names must be text, not {kind_of(name)} {name!r}")
    return _sendable(name, name)  # type: ignore[no-any-return]


def _value(name: str, given: Any) -> Any:
    value = _sendable(name, given)
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, (list, Mapping)) for item in items):
        raise RequestError(
            f"query=: {name!r} must be text, a number, a boolean or a list of them, not {kind_of(given)}"
        )
    return value


def _sendable(name: str, given: Any) -> Any:
    """The plain form of a value that has a text."""
    try:
        value = plain(given)
        text_of(value)
    except (NotJSON, ValueError) as error:
        raise RequestError(f"query=: {name!a} cannot be sent: {error}") from None
    return value


def own_query(of_address: str, options: Mapping[str, Any]) -> OwnQuery:
    """What every request gets: the query of `base_url`, then that of the options, which wins.

    Args:
        of_address: encoded, without `?`.
        options: by name; None removes what `of_address` has.
    """
    pairs = [(unquote_plus(pair.partition("=")[0]), pair) for pair in of_address.split("&") if pair]
    found = [(name, pair) for name, pair in pairs if name not in options]
    for name, value in options.items():
        items = value if isinstance(value, list) else [value]
        found += [(name, f"{encode_query(name)}={encode_query(text_of(item))}") for item in items if item is not None]
    return tuple(found)


def without_taken(own: OwnQuery, pairs: Iterable[str]) -> list[str]:
    """The client's own pairs whose names a query does not have already.

    Args:
        pairs: the encoded pairs of that query; one text may hold several, joined with `&`.
    """
    taken = {unquote_plus(pair.partition("=")[0]) for text in pairs for pair in text.split("&")}
    return [pair for name, pair in own if name not in taken]


def without_keys(url: str) -> str:
    """A URL without the parameters of its query that hold keys."""
    address, _, query = url.partition("?")
    kept = [pair for pair in query.split("&") if pair and not holds_key(unquote_plus(pair.partition("=")[0]))]
    return f"{address}?{'&'.join(kept)}" if kept else address


def secret_values(own: OwnQuery) -> Iterable[str]:
    """The values that are secret by their name, encoded and decoded."""
    for name, pair in own:
        if holds_key(name) and value_of(pair):
            yield from (pair.partition("=")[2], value_of(pair))


def value_of(pair: str) -> str:
    """The value of an encoded pair, decoded."""
    return unquote_plus(pair.partition("=")[2])
