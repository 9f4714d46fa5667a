"""The setup of a run: its document, client and credentials, from the options, the profile and the environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._support.wording import did_you_mean
from ..openai.variables import ADMIN_KEY, BASE_URL, KEY, OVERLAYS, WEBHOOK_SECRET, key_variable, overlays_of_variable
from .failures import CommandError
from .terminal import Terminal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ..client.sync import Client
    from ..document import Document
    from ..model import Operation
    from .profiles import Profile
    from .sources import CredentialSource

SPEC_VARIABLE = "DYNACLIENT_SPEC"
PROFILE_VARIABLE = "DYNACLIENT_PROFILE"
_OF_PROFILE = (
    "base_url",
    "timeout",
    "max_body",
    "rate",
    "verify",
    "cert",
    "proxies",
    "formats",
    "validate_responses",
    "strict_responses",
    "lock",
    "lock_mode",
)
"""Settings with the same name and meaning as in the library."""


ANSWER_MODES = ("warn", "raise", "off")
"""The values of --validate-responses."""


class Setup:
    """The options of one run as given, and what follows from them.

    A plain class, because creating a dataclass costs every run a millisecond. The same holds for the other classes that
    `call` loads.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.spec: str | None = None
        self.overlays: tuple[str, ...] = ()
        self.profile_name: str | None = None
        self.base_url: str | None = None
        self.headers: tuple[str, ...] = ()
        self.queries: tuple[str, ...] = ()
        self.credential_sources: tuple[str, ...] = ()
        self.record = ""
        self.replay = ""
        self.json_errors = False
        self.no_pager = False
        self.skips_validation = False
        self.validate_responses = ""
        self.secret_names: set[str] = set()
        self.command_name = ""
        self.command_guessed = False
        self.means_command = False
        self.hidden_command = ""
        self.items_written = 0
        self.words: tuple[str, ...] = ()
        self.next_page = ""
        self.goes_on = ""
        self.waited_for = ""
        self._document: Document | None = None
        self._profile: Profile | None = None
        self._client: Client | None = None
        self._notes: list[Any] = []

    def page(self) -> AbstractContextManager[Terminal]:
        """A terminal for text that may be longer than the screen."""
        if self.no_pager or not self.terminal.is_interactive:
            from contextlib import nullcontext

            return nullcontext(self.terminal)
        from .pager import paged

        return paged(self.terminal)

    def operation(self, name: str) -> Operation:
        """The operation of this id or snake_case name."""
        operations = self.client.operations
        return operations[name if name in operations else operations.aliases.get(name, name)]

    @property
    def has_read_document(self) -> bool:
        """Whether the document is in memory, so that a look at it costs nothing."""
        return self._document is not None

    def has_operation(self, name: str) -> bool:
        """Whether `operation` finds this name. Keeps no document that it read: options that follow may change it."""
        from ..model.operations import Operations

        is_kept = self.has_read_document
        operations = Operations(self.document)
        if not is_kept:
            self._document = None
        return name in operations or name in operations.aliases

    @property
    def profile(self) -> Profile | None:
        """The profile in use, if any: the one named by the option, or, if nothing names a document, by the environment.

        A profile of the environment does not follow a document named elsewhere: its keys are not for that one.
        """
        env = self.terminal.env
        name = self.profile_name
        if name is None and not (self.spec or env.get(SPEC_VARIABLE)):
            name = env.get(PROFILE_VARIABLE)
        if self._profile is None and name:
            from .profiles import load_profile

            self._profile = load_profile(name, env)
        return self._profile

    @property
    def source(self) -> str:
        """The path or address of the document; "" for the bundled one."""
        if self.spec is not None:
            return self.spec
        spec = self.profile.spec if self.profile is not None else ""
        return spec or self.terminal.env.get(SPEC_VARIABLE, "")

    @property
    def document(self) -> Document:
        """The document, read once."""
        if self._document is None:
            self._document = self.read_document()
        return self._document

    def read_document(self) -> Document:
        """The document with its overlays, as they are now."""
        overlays = self.overlay_sources
        source = self.source or (self._extended(overlays) if overlays else "")
        if source:
            from ..document import load_document

            return load_document(source, overlays=overlays)
        from ..openai import load_bundled

        return load_bundled(overlays)

    @property
    def overlay_sources(self) -> list[str]:
        """The overlays of the profile, or else of the environment, then those of the options."""
        given = list(self.profile.overlays) if self.profile is not None else []
        if not given and self.terminal.env.get(OVERLAYS):
            given = overlays_of_variable(self.terminal.env)
        return [*given, *self.overlays]

    @staticmethod
    def _extended(overlays: list[str]) -> str:
        """The document that the overlays extend; "" if they name none."""
        from ..document.overlays import extended_by, read_overlays

        return next((address for overlay in read_overlays(overlays) if (address := extended_by(overlay))), "")

    @property
    def is_openai(self) -> bool:
        """Whether the document's servers are OpenAI's own, so that OpenAI's keys may go there."""
        hosts = (
            _host_of(str(server.get("url", ""))) for server in self.document.servers if isinstance(server, Mapping)
        )
        return any(host == "openai.com" or (host or "").endswith(".openai.com") for host in hosts)

    @property
    def client(self) -> Client:
        """A client with the settings of options, profile and environment, created once. It has no credentials yet."""
        if self._client is None:
            self._client = self._make_client()
        return self._client

    @property
    def checks_answers(self) -> bool:
        """Whether answers are checked, so that their bodies have to be read at once."""
        if self.validate_responses:
            return self.validate_responses != "off"
        return self.profile is not None and bool(self.profile.validate_responses or self.profile.strict_responses)

    def _make_client(self) -> Client:
        options: dict[str, Any] = {"headers": {}, "query": {}}
        if self.profile is not None:
            profile = self.profile
            options = {name: getattr(profile, name) for name in _OF_PROFILE}
            options |= {"headers": dict(profile.headers), "query": dict(profile.query)}
        if self.validate_responses == "off":
            options |= {"validate_responses": False, "strict_responses": False}
        elif self.validate_responses:
            options["validate_responses"] = self.validate_responses
        from .call_warnings import CallWarnings

        self._notes.append(CallWarnings(self.terminal))
        if options.get("validate_responses") == "warn":
            from .warning_notes import WarningNotes

            self._notes.append(WarningNotes(self.terminal))
        options["headers"].update(map(_header, self.headers))
        options["query"].update(_queries(self.queries))
        if self.base_url is not None:
            options["base_url"] = self.base_url
        if self.record or self.replay:
            from .recordings import client_options_of

            own = [str(server.get("url", "")) for server in self.document.servers if isinstance(server, Mapping)]
            options |= client_options_of(self.record, self.replay, [str(options.get("base_url", "")), *own])
        options = {name: value for name, value in options.items() if value or value is False}
        self._keep_secret(options)
        if not self.is_openai:
            from ..client.sync import Client

            return Client(self.document, **options)
        from ..openai import OpenAI

        env = {name: value for name, value in self.terminal.env.items() if name not in (KEY, ADMIN_KEY, WEBHOOK_SECRET)}
        return OpenAI(self.document, environment=env, **options)

    def _keep_secret(self, options: Mapping[str, Any]) -> None:
        """Show no key that the query of the address, or the client's own, holds."""
        query = options.get("query") or {}
        address = options.get("base_url") or (self.terminal.env.get(BASE_URL, "") if self.is_openai else "")
        if query or "?" in address:
            from .._support.secret_names import holds_key
            from ..request.own_query import checked_query, own_query, secret_values

            own = own_query(address.partition("?")[2], checked_query(query))
            self.secret_names = {name.lower() for name, _ in own if holds_key(name)}
            self.terminal.secrets.update(secret_values(own))

    def close(self) -> None:
        """Close the connections, if there are any."""
        for notes in reversed(self._notes):
            notes.close()
        if self._client is not None:
            self._client.close()

    def sources(self) -> dict[str, CredentialSource]:
        """The source of the key of each security scheme, for those that have one."""
        from .sources import CredentialSource, parse_source

        schemes = self.document.security_schemes
        found: dict[str, CredentialSource] = {}
        if self.is_openai:
            found.update({name: CredentialSource("env", (key_variable(name),)) for name in schemes})
        if self.profile is not None:
            found.update({name: place for name, place in self.profile.credentials.items() if name in schemes})
        for text in self.credential_sources:
            name, separator, source = text.partition("=")
            if not separator:
                if len(schemes) != 1:
                    raise CommandError(  # without the text itself: it may be a key by mistake
                        f"--credential needs the name of a security scheme: the document has "
                        f"{', '.join(schemes) or 'none'}.",
                        fix="Write --credential SCHEME=SOURCE.",
                    )
                name, source = next(iter(schemes)), text
            if name not in schemes:
                raise CommandError(
                    f"--credential: there is no security scheme {name!r}.{did_you_mean(name, schemes)}",
                    fix=f"The document has {', '.join(schemes) or 'none'}.",
                )
            found[name] = parse_source(source, f"--credential {name}")
        return found

    def credentials(self, schemes: Iterable[str]) -> dict[str, Any]:
        """The keys of these schemes, fetched from their sources; schemes without a key are left out."""
        from ..model.build import made_up_credentials

        if self.replay and self.replay != self.record:  # nothing is sent that needs a key
            return {name: value for name, value in made_up_credentials(self.document).items() if name in set(schemes)}
        sources, out = self.sources(), {}
        for name in dict.fromkeys(schemes):
            key = sources[name].fetch(self.terminal.env) if name in sources else ""
            if key:
                out[name] = key
                if not isinstance(key, str):  # OAuth
                    key = key.client.identity.client_secret
                parts = {key, key.partition(":")[2]} - {""}
                self.terminal.secrets.update(parts)
        return out


def _queries(texts: Iterable[str]) -> dict[str, Any]:
    """Query parameters by name; a name that is given more than once has a list."""
    found: dict[str, Any] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise CommandError(f"--query takes NAME=VALUE, not {name[:40]!r}.", fix="Write --query api-version=3.")
        found[name] = [*found[name], value] if found.get(name) else [value] if value else None
    return found


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # such as a bracket that is not closed
        return None


def _header(text: str) -> tuple[str, str | None]:
    """A header as written in HTTP; without a value, the header is removed."""
    name, separator, value = text.partition(":")
    if not separator or not name.strip():
        raise CommandError(f"--header takes 'NAME: VALUE', not {text!r}.", fix="Write --header 'X-Team: blue'.")
    return name.strip(), value.strip() or None
