"""Named settings in a TOML file: which document, which address, and where the keys come from. Holds no key itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._support.wording import did_you_mean, kind_of
from .failures import CommandError
from .sources import CredentialSource, make_source, oauth_source, parse_source

FILE_VARIABLE = "DYNACLIENT_CONFIG"
_FIELDS: dict[str, Any] = {
    "spec": str,
    "overlays": list,
    "base_url": str,
    "timeout": (int, float),
    "formats": (bool, list),
    "validate_responses": str,
    "strict_responses": bool,
    "max_body": int,
    "rate": (int, float, str),
    "verify": (bool, str),
    "cert": (str, list),
    "proxies": (bool, str, Mapping),
    "lock": str,
    "lock_mode": str,
    "headers": Mapping,
    "query": Mapping,
    "credentials": Mapping,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """One set of settings; empty fields have no effect. `timeout` is in seconds, `max_body` in bytes."""

    spec: str = ""
    overlays: Sequence[str] = ()
    base_url: str = ""
    timeout: float | None = None
    formats: bool | list[str] | None = None
    validate_responses: str = ""
    strict_responses: bool = False
    max_body: int | None = None
    rate: float | str | None = None
    verify: bool | str | None = None
    cert: str | tuple[str, ...] | None = None
    proxies: bool | str | Mapping[str, str] | None = None
    lock: str = ""
    lock_mode: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    credentials: Mapping[str, CredentialSource] = field(default_factory=dict)


def profiles_path(env: Mapping[str, str]) -> str:
    """Where the profiles are: DYNACLIENT_CONFIG, or the user's configuration folder.

    Source: XDG Base Directory Specification; %APPDATA% on Windows.
    """
    if env.get(FILE_VARIABLE):
        return os.path.expanduser(env[FILE_VARIABLE])
    home = env.get("HOME") or os.path.expanduser("~")
    folder = env.get("APPDATA") if sys.platform == "win32" else env.get("XDG_CONFIG_HOME")
    return os.path.join(folder or os.path.join(home, ".config"), "dynaclient", "config.toml")


def load_profile(name: str, env: Mapping[str, str]) -> Profile:
    """The profile of this name.

    Raises:
        CommandError: there is none, or it is invalid.
    """
    path = profiles_path(env)
    table = read_profiles(path)
    if name not in table:
        raise CommandError(
            f"there is no profile {name!r} in {path}.{did_you_mean(name, table)}",
            fix=f"It has {', '.join(table)}." if table else f"Add one there, under [profile.{name}].",
        )
    return _profile(name, table[name], path)


def read_profiles(path: str) -> Mapping[str, Any]:
    """The tables of all profiles by name; none where the file does not exist."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        with open(path, "rb") as file:
            table = tomllib.load(file).get("profile", {})
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CommandError(f"the profiles in {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"the profiles in {path} are not valid TOML: {error}.") from None
    if not isinstance(table, Mapping):
        raise CommandError(f"`profile` in {path} must be a table of profiles.", fix="Write [profile.NAME].")
    return table


def _profile(name: str, table: Any, path: str) -> Profile:
    where = f"profile {name!r} in {path}"
    if not isinstance(table, Mapping):
        raise CommandError(f"{where} must be a table.", fix=f"Write [profile.{name}] above its settings.")
    for key, value in table.items():
        if key not in _FIELDS:
            raise CommandError(
                f"{where} has an unknown setting {key!r}.{did_you_mean(key, _FIELDS)}",
                fix=f"The settings are {', '.join(_FIELDS)}.",
            )
        if not isinstance(value, _FIELDS[key]) or (isinstance(value, bool) and not _takes_boolean(_FIELDS[key])):
            raise CommandError(f"{key!r} of {where} cannot be {kind_of(value)}.")
    return Profile(
        spec=_beside(str(table.get("spec", "")), path),
        overlays=[_beside(overlay, path) for overlay in _texts(table.get("overlays", []), f"'overlays' of {where}")],
        base_url=table.get("base_url", ""),
        timeout=table.get("timeout"),
        formats=table.get("formats"),
        validate_responses=table.get("validate_responses", ""),
        strict_responses=table.get("strict_responses", False),
        max_body=table.get("max_body"),
        rate=table.get("rate"),
        verify=_path(table.get("verify"), path),
        cert=_path(table.get("cert"), path),
        proxies=table.get("proxies"),
        lock=_beside(str(table.get("lock", "")), path),
        lock_mode=table.get("lock_mode", ""),
        headers={str(key): str(value) for key, value in table.get("headers", {}).items()},
        query={str(key): value for key, value in table.get("query", {}).items()},
        credentials={key: _source(value, f"{key!r} of {where}") for key, value in table.get("credentials", {}).items()},
    )


def _path(given: Any, path: str) -> Any:
    """A file that a setting names, relative to the profiles; the first two of a list are files, a third is not."""
    if isinstance(given, list):
        return tuple(_beside(str(part), path) if i < 2 else part for i, part in enumerate(given))
    return _beside(given, path) if isinstance(given, str) else given


def _texts(values: list[Any], where: str) -> list[str]:
    for value in values:
        if not isinstance(value, str):
            raise CommandError(f"{where} must be a list of paths and addresses, and has {kind_of(value)}.")
    return values


def _source(value: Any, where: str) -> CredentialSource:
    """`{ env = "NAME" }`, or the string form: `env:NAME`; or `{ client_id = … }` of OAuth."""
    if isinstance(value, str):
        return parse_source(value, where)
    if isinstance(value, Mapping) and isinstance(value.get("client_id"), str) and value["client_id"]:
        return oauth_source(value, where)
    kind, given = next(iter(value.items())) if isinstance(value, Mapping) and len(value) == 1 else ("", "")
    return make_source(kind, given, where)


def _beside(spec: str, path: str) -> str:
    """The path of a document or lock, relative to the file that names it."""
    if not spec or "://" in spec:
        return spec
    return os.path.join(os.path.dirname(os.path.abspath(path)), os.path.expanduser(spec))


def _takes_boolean(kinds: Any) -> bool:
    return kinds is bool or (isinstance(kinds, tuple) and bool in kinds)
