"""Tokens of people, kept between runs: in the system's keyring, else in a file that only its owner can read.

One set of tokens for each authorization server, client and audience; in it, one token for each set of scopes. A lock
between processes makes sure that a refresh token that rotates is used once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from .._support.record import record
from .._support.whole_file import WholeFile
from ..errors import RequestError
from .token import Token, margin

VARIABLE = "DYNACLIENT_TOKENS"
"""The environment variable that names another file."""

_SERVICE = "dynaclient"
_LOCK_SECONDS = 60.0
_LOOKS = 0.05


@record
class StoreKey:
    """Whose tokens: of which authorization server, for which client and audience."""

    issuer: str
    client_id: str
    audience: str = ""

    def __str__(self) -> str:
        return json.dumps([self.issuer, self.client_id, self.audience])


@record(hidden=("value", "refresh_token"))
class StoredToken:
    """A token that is kept.

    Attributes:
        expires_at: seconds since 1970; None if that is not known.
        lasts: the seconds that it was given for, or None.
    """

    value: str
    refresh_token: str = ""
    expires_at: float | None = None
    lasts: float | None = None
    scopes: tuple[str, ...] = ()
    subject: str = ""

    @classmethod
    def of(cls, token: Token, asked: Iterable[str], now: float | None = None) -> StoredToken:
        """What to keep of a token.

        Args:
            asked: the scopes that were asked for, which a server need not repeat.
        """
        now = time.time() if now is None else now
        lasts = token.expires_in
        scopes = token.scopes if token.scopes is not None else asked
        ends = None if lasts is None else now + lasts
        return cls(str(token.value), token.refresh_token, ends, lasts, tuple(sorted(scopes)), token.subject)

    def token(self) -> Token:
        """The token, with the time that it has left."""
        left = None if self.expires_at is None else self.expires_at - time.time()
        scopes = frozenset(self.scopes)
        return Token(self.value, left, refresh_token=self.refresh_token, scopes=scopes, subject=self.subject)

    @property
    def end_in_words(self) -> str:
        """Until when it is good, in local time."""
        if self.expires_at is None:
            return "until it is refused"
        return f"until {time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(self.expires_at))}"

    @property
    def is_fresh(self) -> bool:
        """Whether there is no need to renew it yet."""
        return self.expires_at is None or time.time() < self.expires_at - margin(self.lasts or 0.0)


class TokenStore:
    """Where the tokens of people are.

    Args:
        path: the file; None takes the one that DYNACLIENT_TOKENS names, else the keyring, else a file of its own.
        environment: None for the environment of the process.
    """

    def __init__(
        self, path: str | os.PathLike[str] | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        named = path or (os.environ if environment is None else environment).get(VARIABLE)
        self.path = os.path.expanduser(os.fspath(named)) if named else _own_path(environment)
        self._keyring: Any = None if named else _keyring()

    def __repr__(self) -> str:
        return f"<TokenStore in {self.place}>"

    @property
    def place(self) -> str:
        """Where the tokens are, for people."""
        return "the keyring" if self._keyring is not None else self.path

    def find(self, key: StoreKey, scopes: Iterable[str] = ()) -> StoredToken | None:
        """The token that allows these scopes, or else the most of them; None if there is none.

        Raises:
            RequestError: others can read the file, or it cannot be read.
        """
        wanted = set(scopes)
        found = self._tokens(key)
        return max(found, key=lambda item: (len(wanted & set(item.scopes)), len(item.scopes)), default=None)

    def write(self, key: StoreKey, token: StoredToken) -> None:
        """Keep a token, instead of the one with the same scopes."""
        others = [item for item in self._tokens(key) if item.scopes != token.scopes]
        self._put(key, [*others, token])

    def remove(self, key: StoreKey, token: StoredToken | None = None) -> list[StoredToken]:
        """Forget a token, or all of a key; returns what was forgotten."""
        found = self._tokens(key)
        gone = [item for item in found if token is None or item.scopes == token.scopes]
        if gone:
            self._put(key, [item for item in found if item not in gone])
        return gone

    def lock(self) -> IO[bytes]:
        """Wait until no other process renews a token; closing the file ends the wait of the next.

        Raises:
            RequestError: the folder cannot be written, or another process holds the lock for a minute.
        """
        path = f"{self.path}.lock"
        try:
            self._make_folder()
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        except OSError as error:
            raise RequestError(f"{path} cannot be written: {error.strerror}") from None
        end = time.monotonic() + _LOCK_SECONDS
        while not _try_lock(file):
            if time.monotonic() > end:
                file.close()
                raise RequestError(f"another process has held {path} for a minute: end it, and try again")
            time.sleep(_LOOKS)
        return file

    def _tokens(self, key: StoreKey) -> list[StoredToken]:
        if self._keyring is not None:
            text = self._keyring.get_password(_SERVICE, str(key))
            table: Any = json.loads(text) if text else []
        else:
            table = self._read().get(str(key), [])
        return list(_stored(table))

    def _put(self, key: StoreKey, tokens: list[StoredToken]) -> None:
        rows = [{name: getattr(item, name) for name in _FIELDS} for item in tokens]
        if self._keyring is not None:
            if rows:
                self._keyring.set_password(_SERVICE, str(key), json.dumps(rows))
            else:
                self._keyring.delete_password(_SERVICE, str(key))
            return
        table = {**self._read(), str(key): rows}
        if not rows:
            del table[str(key)]
        try:
            self._make_folder()
            with WholeFile(self.path, private=True) as file:
                file.write(json.dumps({"version": 1, "tokens": table}, indent=1).encode())
        except OSError as error:
            raise RequestError(f"{self.path} cannot be written: {error.strerror}") from None

    def _read(self) -> dict[str, Any]:
        try:
            with open(self.path, "rb") as file:
                if sys.platform != "win32" and os.fstat(file.fileno()).st_mode & 0o077:
                    raise RequestError(
                        f"others can read the tokens in {self.path}: run chmod 600 on it, and log out and in again"
                    )
                table = json.loads(file.read())["tokens"]
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise RequestError(f"{self.path} cannot be read: {error.strerror}") from None
        except (ValueError, TypeError, KeyError, RecursionError):
            table = None
        if not isinstance(table, dict):
            raise RequestError(f"{self.path} does not hold tokens: remove it, and log in again")
        return table

    def _make_folder(self) -> None:
        folder = os.path.dirname(self.path)
        if folder and not os.path.isdir(folder):
            os.makedirs(folder, 0o700, exist_ok=True)


_FIELDS = tuple(StoredToken.__record_names__)  # type: ignore[attr-defined]


def _stored(table: Any) -> Iterator[StoredToken]:
    """Tokens as they were written; a row that is not one is left out."""
    for row in table if isinstance(table, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get("value"), str):
            known = {name: row[name] for name in _FIELDS if name in row}
            yield StoredToken(**{**known, "scopes": tuple(row.get("scopes") or ())})


def _own_path(environment: Mapping[str, str] | None) -> str:
    """The file in the user's folder for state.

    Source: XDG Base Directory Specification; %LOCALAPPDATA% on Windows.
    """
    if environment is None:
        from platformdirs import user_state_dir

        return os.path.join(user_state_dir("dynaclient", appauthor=False), "tokens.json")
    home = environment.get("HOME") or os.path.expanduser("~")
    folder = environment.get("LOCALAPPDATA") if sys.platform == "win32" else environment.get("XDG_STATE_HOME")
    return os.path.join(folder or os.path.join(home, ".local", "state"), "dynaclient", "tokens.json")


def _keyring() -> Any:
    """The system's keyring, if its library is installed and it works."""
    try:
        import keyring
    except ModuleNotFoundError:
        return None
    found = keyring.get_keyring()
    return found if getattr(found, "priority", 0) >= 1 else None


def stored_secret(client_id: str) -> str:
    """The secret of a client that the keyring holds, under the service `dynaclient`; "" if it holds none."""
    ring = _keyring()
    return "" if ring is None else ring.get_password(_SERVICE, client_id) or ""


def _try_lock(file: IO[bytes]) -> bool:
    """Lock a file for this process; whether nobody else holds it. The system frees it when a process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
