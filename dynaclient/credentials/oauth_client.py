"""A client of OAuth 2, as its caller describes it: who it is, what it asks for, and where."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING

from .._support.record import record
from .client_authentication import ClientIdentity
from .endpoints import Endpoints

if TYPE_CHECKING:
    from .store import TokenStore

FLOWS = ("clientCredentials", "authorizationCode", "deviceAuthorization", "jwtBearer", "tokenExchange")
"""Values of `flow=`."""

OF_PEOPLE = frozenset(("authorizationCode", "deviceAuthorization"))
"""The flows in which a person decides."""

SUBJECT_TYPES = ("access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt")
"""Source: RFC 8693 section 3."""


@record(hidden=("refresh_token", "assertion", "subject_token", "extra"))
class OAuthClient:
    """What the arguments of `OAuth` say, which its docstring describes; texts that were not given are ""."""

    identity: ClientIdentity
    scopes: tuple[str, ...] | None = None
    flow: str = ""
    refresh_token: str = ""
    assertion: str | Callable[[], str] | None = None
    subject_token: str | Callable[[], str] | None = None
    subject_token_type: str = ""
    issuer: str = ""
    metadata_url: str = ""
    endpoints: Endpoints = Endpoints()
    authentication: str = ""
    audience: str = ""
    resources: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    store: TokenStore | None = None

    @property
    def client_id(self) -> str:
        """The client's id."""
        return self.identity.client_id

    def flow_for(self, declared: Container[str] = ()) -> str:
        """The flow that `flow=` names, or that the other arguments and the document are for.

        Args:
            declared: the flows that the document has.
        """
        if self.flow:
            return self.flow
        if self.assertion is not None:
            return "jwtBearer"
        if self.subject_token is not None:
            return "tokenExchange"
        if not self.identity.is_confidential or self.refresh_token:
            return "authorizationCode"
        is_for_people = "authorizationCode" in declared or "deviceAuthorization" in declared or "implicit" in declared
        return "authorizationCode" if is_for_people and "clientCredentials" not in declared else "clientCredentials"
