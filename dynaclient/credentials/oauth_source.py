"""The tokens of an `OAuth` for one security scheme: which grant gives them, and what renews them.

The grant is the one that `flow=` names; else a refresh token, else what the given arguments are for.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from ..errors import TokenError
from .oauth_client import OF_PEOPLE, OAuthClient
from .source import HeldToken, Needs, TokenSource
from .token import Token

if TYPE_CHECKING:
    from ..model.schemes import SecurityScheme
    from .endpoints import Endpoints
    from .grants import TokenEndpoint
    from .steps import Flow
    from .store import TokenStore


class OAuthSource(TokenSource):
    """The tokens of an `OAuth` for one security scheme."""

    def __init__(self, client: OAuthClient, scheme: SecurityScheme) -> None:
        super().__init__(scheme.key)
        self.client = client
        self.scheme = scheme
        self._found: dict[tuple[str, bool], Endpoints] = {}
        self._refresh_token = client.refresh_token
        self._store = client.store
        self.flow = client.flow_for([item.name for item in scheme.flows])
        self._asked = ""  # what a function returned last

    def __reduce__(self) -> Any:
        return OAuthSource, (self.client, self.scheme)

    @property
    def store(self) -> TokenStore:
        """Where the tokens of people are kept."""
        if self._store is None:
            from .store import TokenStore

            self._store = TokenStore()
        return self._store

    @property
    def is_of_person(self) -> bool:
        """Whether a person has to log in for its tokens."""
        return self.flow in OF_PEOPLE and not self._refresh_token

    @property
    def how_to_log_in(self) -> str:
        """What to do where nobody has logged in, for errors."""
        name, client_id = self.name, self.client.client_id
        other = "or pass client_secret= to OAuth(…) for"
        if self.client.identity.is_confidential:
            other = "or pass flow='clientCredentials' to OAuth(…) for"
        return (
            f"run `dynaclient login {name} --credential {name}=oauth:{client_id}`, {other} a program that acts for "
            "itself"
        )

    def scopes(self, needs: Needs) -> tuple[str, ...]:
        """The scopes to ask for."""
        return needs.scopes if self.client.scopes is None else self.client.scopes

    def key(self, needs: Needs) -> Any:
        """Calls that need the same scopes share a token; those of a person share one, whatever they need."""
        return None if self.flow in OF_PEOPLE else self.scopes(needs)

    def texts(self) -> set[str]:
        """Every text that no message may show."""
        client = self.client
        given = {text for text in (client.assertion, client.subject_token) if isinstance(text, str)}
        own = {client.refresh_token, self._refresh_token, self._asked, *given, *client.identity.texts()}
        return super().texts() | (own - {""})

    def describe(self, needs: Needs) -> str:
        """Where the token comes from, and until when it is good."""
        from .description import fetched_in_words, held_in_words, login_in_words

        flow, name = self.flow, self.client.client_id
        held = self.held(needs)
        if held is not None:
            return f"{held_in_words(held, self._clock())} of client {name!r} ({flow})"
        if not self.is_of_person:
            return fetched_in_words(name, flow, self.scopes(needs))
        known = self.kept(needs)
        try:
            next(known)
        except StopIteration as end:
            return login_in_words(name, self.store.place, end.value[1])
        known.close()  # only a request would say whose tokens to look for
        return f"the token of whoever has logged in to client {name!r}, from {self.store.place}"

    def kept(self, needs: Needs) -> Flow:
        """Whose tokens are kept for a person, and the one that allows most; None if there is none."""
        from .stored_login import store_key

        endpoint = yield from self.endpoint(needs, "authorizationCode")
        key = store_key(endpoint)
        return key, self.store.find(key, self.scopes(needs))

    def forget(self) -> None:
        """Forget the tokens of this process, so that the next call looks into the store."""
        with self._lock:
            self._held.clear()

    def fetch(self, needs: Needs, held: HeldToken | None) -> Generator[Any, Any, Any]:
        """Renew the token, or obtain one by the grant; see `TokenSource.fetch`."""
        flow = self.flow
        endpoint = yield from self.endpoint(needs, flow)
        if self.is_of_person:
            from .stored_login import stored_token

            scopes, how = self.scopes(needs), f": {self.how_to_log_in}"
            return (yield from stored_token(endpoint, self.store, scopes, held, how))
        renewable = (held.token.refresh_token if held is not None else "") or self._refresh_token
        if renewable:
            newer = yield from self._refreshed(endpoint, renewable)
            if newer is not None:
                return newer
        return (yield from self._by_grant(endpoint, flow, self.scopes(needs)))

    def endpoint(self, needs: Needs, flow: str, *, is_login: bool = False) -> Flow:
        """The token endpoint for a flow, found once.

        Args:
            is_login: whether a person logs in, which needs another endpoint.

        Raises:
            TokenError: its address is not known.
        """
        found = self._found.get((flow, is_login))
        if found is None:
            from .endpoint_search import find_endpoints

            found = yield from find_endpoints(self.client, self.scheme, flow, needs.base_url, is_login=is_login)
            self._found[flow, is_login] = found
        from .grants import TokenEndpoint

        client = self.client
        return TokenEndpoint(
            self.name,
            found,
            client.identity,
            client.authentication,
            client.audience,
            client.resources,
            client.extra,
            frozenset(self.texts()),
        )

    def _refreshed(self, endpoint: TokenEndpoint, refresh_token: str) -> Flow:
        """A newer token; None if the refresh token is used up, and another grant may do.

        Raises:
            TokenError: there is none, and only a person can change that.
        """
        from .grants import refresh

        failure: TokenError | None = None
        try:
            newer = yield from refresh(endpoint, Token("", refresh_token=refresh_token))
        except TokenError as error:
            if error.error != "invalid_grant":
                raise
            failure = error
        if failure is None:
            self._refresh_token = newer.refresh_token
            return newer
        if self.flow in OF_PEOPLE:
            raise failure
        self._refresh_token = ""
        return None

    def _by_grant(self, endpoint: TokenEndpoint, flow: str, scopes: tuple[str, ...]) -> Flow:
        from .grants import client_credentials, jwt_bearer, token_exchange

        client = self.client
        if flow == "clientCredentials":
            return (yield from client_credentials(endpoint, scopes))
        if flow == "jwtBearer":
            assertion = yield from self._text("assertion", client.assertion)
            return (yield from jwt_bearer(endpoint, assertion, scopes))
        subject = yield from self._text("subject_token", client.subject_token)
        return (yield from token_exchange(endpoint, subject, client.subject_token_type, scopes))

    def _text(self, name: str, given: Any) -> Flow:
        """A text that a caller gives as it is, or by a function."""
        from .steps import Ask

        found = (yield Ask(given)) if callable(given) else given
        if not isinstance(found, str) or not found:
            raise TokenError(f"{name}= of OAuth(…) must be text, or a function that returns it", scheme=self.name)
        self._asked = found
        return found
