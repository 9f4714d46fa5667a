"""The calls that follow an answer: by a link of the document, or to an address that the server gave.

An address of another origin than the request's is asked without credentials: a server may name any address.
"""

# ruff: noqa: SLF001  # written as a part of the client

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from .._support.record import replaced
from .._support.urls import origin_of, without_secrets
from ..document.names import TEMPLATE
from ..errors import LinkError
from ..model import Operation
from ..request import WireRequest
from ..request.raw import RawTarget
from ..request.servers import server_url
from ..request.values import Arguments
from ..request.writing.styles import text_of
from ..response.links import PreparedLink
from ..response.paging import spellings
from ..response.reading_call import ADDRESSES, Reading
from ..response.sent_values import path_texts, path_values, query_values, template_pattern
from ..types import MISSING
from .options import with_address
from .raw import _base_url, _elsewhere, raw_call
from .shared import ActiveDocument

if TYPE_CHECKING:
    from ..response import Response

NOTHING = Arguments()


class Following(NamedTuple):
    """A request that follows an answer, and the client that sends it."""

    client: Any
    active: ActiveDocument
    operation: Operation
    wire: WireRequest


def following(client: Any, response: Response, name: str, arguments: Arguments) -> Following:
    """What a link, a relation or a header of an answer leads to.

    Args:
        client: it stays with the document of the answer.

    Raises:
        LinkError: it leads nowhere, or the answer lacks a value that the call needs.
    """
    links = response.links
    if name in links:
        return by_link(client, links[name], arguments)
    address = address_in(response, name)
    if not address:
        raise _no_such_link(response, name)
    return at_address(client, response, name, address, arguments)


def again(client: Any, response: Response, reading: Reading) -> Following:
    """The request that reads again what an answer is about, by one of its links or headers."""
    if reading.link is not None:
        return by_link(client, reading.link, NOTHING)
    return at_address(client, response, reading.header, response.headers[reading.header].strip())


def operation_again(client: Any, response: Response, reading: Reading) -> Operation:
    """The operation of `again`, without a request: credentials are asked for when one is sent."""
    active: ActiveDocument = client._current_plans().active
    if reading.link is not None:
        return active.builder(reading.link.operation_id).operation
    url = absolute(response, reading.header, response.headers[reading.header].strip())
    return operation_at(client, active, url)[0] or RawTarget.of("GET", url).operation(active.document)


def _no_such_link(response: Response, name: Any) -> LinkError:
    header = next((header for header in ADDRESSES if header.lower() == str(name).lower()), None)
    if header is not None:
        text = f"the answer has no header {header}"
        return LinkError(text, operation_id=response.operation_id, link=str(name))
    error = response.links.unknown(name)
    there = [*response.link_headers, *(header for header in ADDRESSES if header in response.headers)]
    more = f" The server itself links to {', '.join(there)}." if there else ""
    return LinkError(response.masked(f"{error.message}{more}"), operation_id=response.operation_id, link=str(name))


def address_in(response: Response, name: str) -> str:
    """The address that a header or a relation of the Link header has in an answer, or ""."""
    lower = name.lower() if isinstance(name, str) else ""
    if any(lower == header.lower() for header in ADDRESSES):
        return str(response.headers.get(name) or "").strip()
    if not response.headers.get("Link"):
        return ""
    from ..response.head import links_of

    return links_of(response.headers, response.raw.url or "").get(lower, {}).get("url", "")


# by a link of the document


def by_link(client: Any, link: PreparedLink, arguments: Arguments) -> Following:
    """The call of a Link Object, with some of its values replaced."""
    if not link.operation_id:
        where = f"the operationRef {link.link.operation_ref}" if link.link.operation_ref else "its operationId"
        raise _link_error(link, f"leads to no operation of the document: see {where} at {link.link.pointer}")
    active: ActiveDocument = client._current_plans().active
    operation = active.builder(link.operation_id).operation
    given = _laid_over(operation, _as_text(operation, link.arguments), link.body, arguments)
    _refuse_missing(link, operation, given)
    if link.server is not None and client._options.request.base_url is None:
        own = replaced(operation, servers=(link.server,))
        options = client._options.request
        base = server_url(own, 0, options.server_variables, active.document.address, options.fallback_url)
        client = client.with_options(base_url=base)
    return Following(client, *client._wire(link.operation_id, given))


def _as_text(operation: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers and booleans as the text that they have in a URL, where a parameter is declared as text."""
    texts = {f"{p.location}:{p.name}" for p in operation.parameters if p.type == "string"}
    return {
        name: text_of(value) if name in texts and isinstance(value, (int, float)) else value
        for name, value in params.items()
    }


def _laid_over(operation: Operation, params: Mapping[str, Any], body: Any, changes: Arguments) -> Arguments:
    """Arguments with those of the caller, which replace the ones of the same name."""
    kept = {name: value for name, value in params.items() if changes.get(spellings(operation, name)) is MISSING}
    own = changes.params if isinstance(changes.params, Mapping) else {}
    if changes.params is not None and not isinstance(changes.params, Mapping):
        return changes  # the binder refuses it
    whole = body if changes.body is MISSING else changes.body
    return Arguments({**kept, **own}, whole, changes.named)


def _refuse_missing(link: PreparedLink, operation: Operation, given: Arguments) -> None:
    """Refuse a call that needs what an expression should have given.

    Source: OAS 3.2.0 Link Object: where an expression fails, no value is passed.
    """
    for name, reason in link.missing.items():
        if name == "body":
            needed = operation.request_body is not None and operation.request_body.required
            is_given = given.body is not MISSING or bool(given.named)
        else:
            location, _, plain = name.rpartition(":")
            needed = any(
                p.name == plain and location in ("", p.location) and p.must_be_given for p in operation.parameters
            )
            is_given = given.get(spellings(operation, name)) is not MISSING
        if needed and not is_given:
            keyword = name.rpartition(":")[2]
            how = f"{keyword}=…" if keyword.isidentifier() else f"{{{name!r}: …}}"
            text = (
                f"cannot be followed: {operation.operation_id} needs {name}, which is {reason.expression}, and "
                f"{reason.reason}. Pass it yourself: response.follow({link.name!r}, {how})"
            )
            raise _link_error(link, text, reason.expression)


def _link_error(link: PreparedLink, text: str, expression: str = "") -> LinkError:
    response = link._response
    return LinkError(
        response.masked(f"the link {link.name!r} {text}"),
        operation_id=response.operation_id,
        link=link.name,
        expression=expression,
    )


# to an address that the server gave


def at_address(client: Any, response: Response, name: str, address: str, arguments: Arguments = NOTHING) -> Following:
    """A GET of an address in an answer, as the operation that it matches.

    Without changes it is the very address; the credentials are those of the operation, for the same origin. Where the
    path is below another one than the server's, as behind a gateway, the operation is called at its own server.
    """
    url = absolute(response, name, address)
    active: ActiveDocument = client._current_plans().active
    sent = (response.request.url if response.wire is None else response.wire.url) or ""
    is_home = origin_of(url) == origin_of(sent)
    operation, is_whole = operation_at(client, active, url)
    if operation is None:
        if arguments.params or arguments.named or arguments.body is not MISSING:
            text = f"{name} leads to {without_secrets(url)}, which no operation of the document matches: it takes no "
            raise LinkError(response.masked(f"{text}arguments"), operation_id=response.operation_id, link=name)
        sender = client if is_home else _elsewhere(client)
        return Following(*raw_call(sender, "GET", url, (MISSING, MISSING, MISSING), None, None, {}))
    if not is_home:
        parts = urlsplit(url)
        client = _elsewhere(client).with_options(base_url=f"{parts.scheme}://{parts.netloc}")
    values = path_values(operation, url) or {}
    params = {f"path:{key}": value for key, value in values.items()}
    query = query_values(operation, url)
    is_changed = bool(arguments.params or arguments.named)
    declared = {parameter.name for parameter in operation.parameters if parameter.location == "query"}
    params |= {f"query:{key}": value for key, value in query.items() if is_changed or key in declared}
    active, operation, wire = client._wire(operation.operation_id, _laid_over(operation, params, MISSING, arguments))
    keeps_address = not is_changed and (is_whole or not is_home)
    return Following(client, active, operation, with_address(wire, url) if keeps_address else wire)


def absolute(response: Response, name: str, address: str) -> str:
    """An address of an answer as an absolute URL without a fragment. Source: RFC 9110 section 10.2.2.

    Raises:
        LinkError: it is not one of http or https.
    """
    try:
        url = urljoin(response.raw.url or "", address).partition("#")[0]
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        text = f"{name} of the answer is {without_secrets(address)!r}, which is not an address of http or https"
        raise LinkError(response.masked(text), operation_id=response.operation_id, link=name)
    return url


def operation_at(client: Any, active: ActiveDocument, url: str) -> tuple[Operation | None, bool]:
    """The operation that reads an address, and whether it has the path of its server too; else the longest that fits.

    A path without values has to fit whole.
    """
    path = urlsplit(url).path
    found: list[tuple[bool, int, Operation]] = []
    for operation_id, entry in active.document.entries.items():
        if entry.method != "get" or path_texts(entry.path, url) is None:
            continue
        operation = active.operations[operation_id]
        base = urlsplit(_base_url(client, active, operation)).path.rstrip("/")
        is_whole = re.fullmatch(f"{re.escape(base)}{template_pattern(entry.path)}/?", path) is not None
        if is_whole or "{" in entry.path:
            found.append((is_whole, len(TEMPLATE.sub("", entry.path)), operation))
    if not found:
        return None, False
    is_whole, _, operation = max(found, key=lambda one: one[:2])
    return operation, is_whole
