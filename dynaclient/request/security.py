"""Choose the credentials of a request and where they go. They never appear in a repr, an error or an explanation."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import made, record
from .._support.wording import did_you_mean, shown_option
from ..errors import MissingCredentials, RequestError
from ..model import Operation, Place, SecurityRequirement, SecurityScheme
from .values import must_be_obtained
from .writing.percent import encode_query

if TYPE_CHECKING:
    from ..credentials.source import TokenSource

_COOKIE_VALUE = r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*"
"""Source: RFC 6265 section 4.1.1, `cookie-octet`."""

Credential = Any
"""A token or key as text, (user, password), a handler of the sending library; or a function that returns one of them or
a `Token`, a generator of requests that does, or an `OAuth`: these become a `TokenSource`."""


class Credentials:
    """Credentials by scheme name. The repr shows only the names.

    Attributes:
        are_constant: whether none of them is a source, which may give another value for each call.

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
                self._values[name] = _kept(schemes[name], value)
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
        self._sources = {name: value for name, value in self._values.items() if hasattr(value, "obtain")}
        self.are_constant = not self._sources
        certificates = {name for name in self._values if name in self.schemes and self.schemes[name].place is None}
        texts = _texts(value for name, value in self._values.items() if name not in certificates)
        self._texts = frozenset((*texts, *_passwords(self._values[name] for name in certificates)))

    def texts(self) -> frozenset[str]:
        """The credentials that are known as text, to be masked wherever they appear."""
        if self.are_constant:
            return self._texts
        return self._texts.union(*(source.texts() for source in self._sources.values()))

    @property
    def has_handler(self) -> bool:
        """Whether one of them signs requests itself, like an AuthBase of requests."""
        return any(map(_is_handler, self._values.values()))

    def source(self, name: str) -> TokenSource | None:
        """The source that gives the credential; None if it is always the same."""
        return self._sources.get(name)

    def value(self, name: str, scopes: Iterable[str] = (), base_url: str = "") -> Credential:
        """The credential itself; of a source what is ready, which may be awaitable or have to be obtained first."""
        source = self._sources.get(name)
        if source is None:
            return self._values[name]
        from ..credentials.source import Needs

        return source.ready(Needs(tuple(sorted(scopes)), base_url))

    def refuse(self, answers: Mapping[str, Credential]) -> None:
        """Renew these credentials of sources, by scheme, before they are used again: the server refused them."""
        for name, value in answers.items():
            if name in self._sources:
                self._sources[name].refuse(value)


def _kept(scheme: SecurityScheme, value: Any) -> Any:
    """A credential, or the source of a function's or of OAuth's."""
    make_source = getattr(value, "source_for", None)
    if isinstance(value, type) and (make_source is not None or hasattr(value, "is_handler")):
        raise RequestError(f"the credential for {scheme.key!r} is the class {value.__name__}: pass {value.__name__}(…)")
    if make_source is not None:
        return make_source(scheme)
    value = _signature(scheme, value)
    if callable(value) and not _is_handler(value):
        from ..credentials.function import FunctionSource

        return FunctionSource(scheme.key, value)
    return value


def _signature(scheme: SecurityScheme, value: Any) -> Any:
    """The handler that signs with the keys of AWS, for schemes that want that; other values as they are."""
    from ..model.schemes import AWS_SIGNATURE

    if scheme.kind is not AWS_SIGNATURE:
        return value
    parts = value.split(":") if isinstance(value, str) else value
    if not isinstance(parts, (tuple, list)) or len(parts) not in (2, 3):
        return value
    from ..credentials.signature import Signature

    return Signature(*parts)


def _texts(values: Iterable[Credential]) -> Iterator[str]:
    for value in values:
        text = value
        if hasattr(value, "is_handler"):
            yield from value.texts()
        if isinstance(value, (tuple, list)) and len(value) == 2:
            text = str(value[1])
        elif isinstance(value, Mapping):
            text = str(value.get("password", ""))
        if isinstance(text, str) and text:
            yield text


def _passwords(certificates: Iterable[Credential]) -> Iterator[str]:
    """The passwords of certificates; the paths of their files are not secret."""
    for value in certificates:
        if isinstance(value, (tuple, list)) and len(value) == 3 and isinstance(value[2], str) and value[2]:
            yield value[2]


def _is_handler(value: Any) -> bool:
    """Whether the credential signs requests itself, like an AuthBase of requests."""
    import sys

    if hasattr(value, "is_handler"):
        return True
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
        answers: what sources gave, by scheme. One that must be awaited or obtained adds nothing yet.
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

    One with a deprecated scheme is chosen only if no other is satisfied (OAS 3.2.0 Security Scheme Object). An empty
    alternative needs no credentials, and makes them optional; it is chosen only if none is satisfied.

    Args:
        satisfied: whether the caller provides a scheme's proof directly, in a header or session.

    Raises:
        MissingCredentials: no alternative can be satisfied.
    Source: OAS 3.1.1 Security Requirement Object.
    """
    if credentials.ignored or not operation.security:
        return None
    deprecated: SecurityRequirement | None = None
    for requirement in operation.security:
        schemes = [credentials.schemes[name] for name in requirement]
        if requirement and all(scheme.key in credentials or satisfied(scheme) for scheme in schemes):
            if not any(scheme.deprecated for scheme in schemes):
                return requirement
            deprecated = deprecated or requirement
    if deprecated is not None:
        return deprecated
    if any(not requirement for requirement in operation.security):
        return None
    hints = dict.fromkeys(credentials.hints.get(name, "") for names in operation.security for name in names)
    raise MissingCredentials(
        operation_id=operation.operation_id,
        alternatives=[tuple(requirement) for requirement in operation.security],
        hint=" ".join(filter(None, hints)),
    )


_NO_REQUIREMENT: SecurityRequirement = {}


def apply_security(
    requirement: SecurityRequirement | None,
    credentials: Credentials,
    taken: Container[Place],
    answers: Mapping[str, Credential] | None = None,
    base_url: str = "",
) -> Applied:
    """What the chosen alternative adds.

    Args:
        taken: the places that the caller fills directly; they are not overwritten, and no credential is read for them.
        answers: what sources have given already, by scheme; None to ask them.
        base_url: the server of the call, for sources.
    """
    applied = Applied()
    for name, scopes in (requirement or _NO_REQUIREMENT).items():
        scheme = credentials.schemes[name]
        place = scheme.place
        if name in credentials and (place is None or place not in taken):
            if place is not None:
                applied.places.add(place)
            is_answered = answers is not None and name in answers
            value = answers[name] if is_answered else credentials.value(name, scopes, base_url)  # type: ignore[index]
            if credentials.source(name) is not None:
                applied.answers[name] = value
                if must_be_obtained(value):
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
        value = _signature(scheme, value)
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
