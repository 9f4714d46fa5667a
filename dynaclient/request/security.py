"""Choose the credentials of a request and where they go. They never appear in a repr, an error or an explanation."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from .._support.record import made, record
from .._support.wording import did_you_mean, shown_option
from ..errors import MissingCredentials, RequestError
from ..model import Operation, Place, SecurityRequirement, SecurityScheme
from .writing.percent import encode_query

_COOKIE_VALUE = r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*"
"""Source: RFC 6265 section 4.1.1, `cookie-octet`."""

Credential = Any
"""A token or key as text, (user, password), a function that returns either, or a handler of the sending library."""


class Credentials:
    """Credentials by scheme name. The repr shows only the names.

    Attributes:
        are_constant: whether none of them is a function, which may return another value for each call.

    Args:
        given: the caller's mapping; None for none, False to send none and let the server decide.
        schemes: the document's security schemes.
        hints: advice for missing credentials by scheme, if the client has better than the general text.
    """

    def __init__(
        self,
        given: Mapping[str, Credential] | bool | None,
        schemes: Mapping[str, SecurityScheme],
        hints: Mapping[str, str] | None = None,
    ) -> None:
        self.ignored = given is False
        self.hints = hints or {}
        self.schemes = schemes
        self.are_constant = True
        self._values: dict[str, Credential] = {}
        if given is True or (given is not None and given is not False and not isinstance(given, Mapping)):
            raise RequestError("credentials= must be a mapping from security scheme names to keys, or False for none")
        for name, value in (given or {}).items():
            if name not in schemes:
                known = ", ".join(map(repr, schemes)) or "none"
                raise RequestError(
                    f"the document has no security scheme {shown_option(name)}."
                    f"{did_you_mean(name, schemes) if isinstance(name, str) else ''} It has {known}."
                )
            if value is not None and not (isinstance(value, str) and not value):
                self._values[name] = value
        self._settle()

    def __repr__(self) -> str:
        return f"<Credentials for {', '.join(self._values) or 'nothing'}>"

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def merged(self, given: Mapping[str, Credential] | bool | None) -> Credentials:
        """These credentials, overridden by others; False for none, None for no change."""
        if given is None or given is False:
            return Credentials(given, self.schemes, self.hints) if given is False else self
        added = Credentials(given, self.schemes, self.hints)
        added._values = {**self._values, **added._values}
        added._settle()
        return added

    def for_schemes(self, schemes: Mapping[str, SecurityScheme], hints: Mapping[str, str]) -> Credentials:
        """The same credentials for the security schemes of another document; those of other names have no use there."""
        copy = Credentials(False if self.ignored else None, schemes, hints)
        copy._values = self._values
        copy._settle()
        return copy

    def _settle(self) -> None:
        self.are_constant = not any(callable(v) and not _is_handler(v) for v in self._values.values())
        self._texts = frozenset(_texts(self._values.values()))

    def texts(self) -> frozenset[str]:
        """The credentials that are known as text, to be masked wherever they appear."""
        return self._texts

    def is_function(self, name: str) -> bool:
        """Whether the credential is a function that returns it."""
        value = self._values[name]
        return callable(value) and not _is_handler(value)

    def value(self, name: str) -> Credential:
        """The credential itself; if it is a function, its result, which may be awaitable."""
        value = self._values[name]
        return value() if self.is_function(name) else value


def _texts(values: Iterable[Credential]) -> Iterator[str]:
    for value in values:
        text = value
        if isinstance(value, (tuple, list)) and len(value) == 2:
            text = str(value[1])
        elif isinstance(value, Mapping):
            text = str(value.get("password", ""))
        if isinstance(text, str) and text:
            yield text


def _is_handler(value: Any) -> bool:
    """Whether the credential signs requests itself, like an AuthBase of requests."""
    import sys

    auth = sys.modules.get("requests.auth")
    return auth is not None and isinstance(value, auth.AuthBase)


@record(
    frozen=False,
    hidden=(
        "headers",
        "query",
        "cookies",
        "auth",
        "cert",
        "secrets",
        "answers",
    ),
)
class Applied:
    """What credentials add to a request.

    Attributes:
        places: the places that they fill.
        answers: what functions returned, by scheme. An awaitable one adds nothing yet.
    """

    headers: dict[str, str] = made(dict)
    query: list[tuple[str, str]] = made(list)
    cookies: list[tuple[str, str]] = made(list)
    auth: Any = None
    cert: Any = None
    secrets: set[str] = made(set)
    places: set[Place] = made(set)
    answers: dict[str, Credential] = made(dict)


def choose_security(
    operation: Operation, credentials: Credentials, satisfied: Callable[[SecurityScheme], bool]
) -> SecurityRequirement | None:
    """The first alternative whose schemes all have credentials; None for no credentials.

    An empty alternative needs no credentials, and makes them optional; it is chosen only if no other is satisfied.

    Args:
        satisfied: whether the caller provides a scheme's proof directly, in a header or session.

    Raises:
        MissingCredentials: no alternative can be satisfied.
    Source: OAS 3.1.1 Security Requirement Object.
    """
    if credentials.ignored or not operation.security:
        return None
    for requirement in operation.security:
        schemes = [credentials.schemes[name] for name in requirement]
        if requirement and all(scheme.key in credentials or satisfied(scheme) for scheme in schemes):
            return requirement
    if any(not requirement for requirement in operation.security):
        return None
    hints = dict.fromkeys(credentials.hints.get(name, "") for names in operation.security for name in names)
    raise MissingCredentials(
        operation_id=operation.operation_id,
        alternatives=[tuple(requirement) for requirement in operation.security],
        hint=" ".join(filter(None, hints)),
    )


def apply_security(
    requirement: SecurityRequirement | None,
    credentials: Credentials,
    taken: Container[Place],
    answers: Mapping[str, Credential] | None = None,
) -> Applied:
    """What the chosen alternative adds.

    Args:
        taken: the places that the caller fills directly; they are not overwritten, and no credential is read for them.
        answers: what functions have returned already, by scheme; None to ask them.
    """
    applied = Applied()
    for name in requirement or ():
        scheme = credentials.schemes[name]
        place = scheme.place
        if name in credentials and (place is None or place not in taken):
            if place is not None:
                applied.places.add(place)
            value = answers[name] if answers is not None and name in answers else credentials.value(name)
            if credentials.is_function(name):
                applied.answers[name] = value
                if hasattr(value, "__await__"):
                    continue
            _apply(scheme, value, applied)
    return applied


def _apply(scheme: SecurityScheme, value: Credential, applied: Applied) -> None:
    """Add the proof that the scheme's kind writes for a credential, checked and encoded for its place."""
    if isinstance(value, str) and not value:
        raise RequestError(f"the credential for {scheme.key!r} is empty: its function returned no text")
    is_broken, proof = False, None
    try:
        proof = scheme.kind.write(scheme, value)
        query = [(encode_query(name), encode_query(text)) for name, text in proof.query] if proof is not None else []
    except (TypeError, ValueError):
        is_broken = True
    if is_broken:  # raised outside `except`: the library's error, which shows the credential, must not be its context
        raise RequestError(
            f"the credential for {scheme.key!r} ({scheme.type}) has a part that is not text or cannot be encoded; "
            f"give {scheme.kind.takes}"
        )
    if proof is None:
        if not callable(value):
            raise RequestError(
                f"the credential for {scheme.key!r} ({scheme.type}) cannot be of type {type(value).__name__}; "
                f"give {scheme.kind.takes}"
            )
        applied.auth = value
        return
    for name, before, text in proof.headers:
        if not (text.isascii() and text.isprintable() and text == text.strip()):
            raise RequestError(
                f"the credential for {scheme.key!r} contains characters that a header cannot carry "
                "(perhaps a trailing line break or space)"
            )
        applied.headers[name] = before + text
    for name, text in query:
        applied.query.append((name, text))
        applied.secrets.add(text)
    for name, text in proof.cookies:
        if not re.fullmatch(_COOKIE_VALUE, text):
            raise RequestError(f"the credential for {scheme.key!r} contains characters that a cookie cannot carry")
        applied.cookies.append((name, text))
    if proof.auth is not None:
        applied.auth = proof.auth
    if proof.cert is not None:
        applied.cert = proof.cert
    applied.secrets.update(proof.secrets)
