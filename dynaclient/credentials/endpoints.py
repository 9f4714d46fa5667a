"""The addresses of an authorization server, and those that a document declares."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from .._support.record import record, replaced

if TYPE_CHECKING:
    from ..model.schemes import OAuthFlow, SecurityScheme


@record
class Endpoints:
    """The addresses of an authorization server, "" for those that are not known.

    Attributes:
        issuer: its identifier.
        authentication_methods: how clients may authenticate at its token endpoint; empty if it does not say.
        scopes: those that it offers; empty if it does not say.
        sends_issuer: whether its redirects carry `iss` (RFC 9207).
        is_named: whether the caller or the document names the issuer, so that it is known whenever tokens are needed.
    """

    issuer: str = ""
    token: str = ""
    refresh: str = ""
    authorization: str = ""
    device_authorization: str = ""
    revocation: str = ""
    authentication_methods: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    sends_issuer: bool = False
    is_named: bool = False

    def with_known(self, known: Endpoints) -> Endpoints:
        """These, with what is missing taken from others."""
        names = Endpoints.__record_names__  # type: ignore[attr-defined]
        return replaced(self, **{name: getattr(self, name) or getattr(known, name) for name in names})


def declared_endpoints(scheme: SecurityScheme, flow: str, base_url: str) -> Endpoints:
    """What the document says about a flow; what it lacks is taken from the other flows, which share a server.

    Relative addresses are resolved against the document's own, or else the server's.
    """
    flows = sorted(scheme.flows, key=lambda item: item.name != flow)  # its own first
    base = scheme.address if scheme.address.startswith(("http://", "https://")) else f"{base_url}/"

    def first(name: str, of: list[OAuthFlow]) -> str:
        url = next((text for item in of if (text := getattr(item, name))), "")
        return urljoin(base, url) if url else ""

    with_token = [item for item in flows if item.token_url][:1]
    return Endpoints(
        token=first("token_url", with_token),
        refresh=first("refresh_url", with_token),
        authorization=first("authorization_url", flows),
        device_authorization=first("device_authorization_url", flows),
        scopes=flows[0].scopes if flows else (),
    )
