"""Addresses that a server gave, such as that of a next page: with the keys in the query of a request, and without."""

from __future__ import annotations

from urllib.parse import unquote_plus, urlsplit

OwnQuery = tuple[tuple[str, str], ...]
"""As in `own_query`, which is loaded where there is one."""


def with_credentials_of(url: str, before: str, secrets: frozenset[str], own: OwnQuery = ()) -> str:
    """A link from the server, with the credentials from the previous query added if it lacks them.

    Args:
        own: the client's own query, which is added too.
    """
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair]
    names = {pair.partition("=")[0] for pair in pairs}
    for pair in urlsplit(before).query.split("&"):
        name, _, value = pair.partition("=")
        if name not in names and (value in secrets or unquote_plus(value) in secrets):
            pairs.append(pair)
    if own:
        from .own_query import without_taken

        pairs = [*without_taken(own, pairs), *pairs]
    return parts._replace(query="&".join(pairs), fragment="").geturl()


def without_credentials(url: str, secrets: frozenset[str]) -> str:
    """A link from the server without the keys in its query; `with_credentials_of` adds them again."""
    from .own_query import without_keys

    parts = urlsplit(without_keys(url))
    pairs = [pair for pair in parts.query.split("&") if unquote_plus(pair.partition("=")[2]) not in secrets]
    return parts._replace(query="&".join(pairs)).geturl()
