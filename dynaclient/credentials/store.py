"""Tokens of people, kept between runs: in the system's keyring, else in a file that only its owner can read.

One set of tokens for each authorization server, client and audience; in it, one token for each set of scopes. A lock
between processes makes sure that a refresh token that rotates is used once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

from .._support.whole_file import WholeFile
from ..errors import RequestError
from .steps import AskElsewhere, Flow, Pause
from .stored_token import StoredToken, StoreKey, read_rows

VARIABLE = "DYNACLIENT_TOKENS"
"""The environment variable that names another file."""

_SERVICE = "dynaclient"
_LOCK_SECONDS = 60.0
_LOOKS = 0.05


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

    def try_lock(self) -> IO[bytes] | None:
        """A lock on the tokens, which ends where the file is closed; None while another process has it.

        Raises:
            RequestError: the folder cannot be written.
        """
        path = f"{self.path}.lock"
        try:
            self._make_folder()
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        except OSError as error:
            raise RequestError(f"{path} cannot be written: {error.strerror}") from None
        if _try_lock(file):
            return file
        file.close()
        return None

    def locked(self) -> Flow:
        """The lock, when no other process renews a token any more.

        Raises:
            RequestError: another process has it for a minute.
        """
        looks = 0
        while (file := (yield AskElsewhere(self.try_lock))) is None:
            looks += 1
            if looks * _LOOKS > _LOCK_SECONDS:
                raise RequestError(f"another process has held {self.path}.lock for a minute: end it, and try again")
            yield Pause(_LOOKS)
        return file

    def _tokens(self, key: StoreKey) -> list[StoredToken]:
        table = self._read().get(str(key), []) if self._keyring is None else self._of_keyring(str(key))
        return list(read_rows(table))

    def _of_keyring(self, key: str) -> Any:
        text = _asked(lambda: self._keyring.get_password(_SERVICE, key))
        try:
            return json.loads(text) if text else []
        except (ValueError, RecursionError):
            pass
        raise RequestError(f"the keyring does not hold tokens under {_SERVICE} {key}: remove it, and log in again")

    def _put(self, key: StoreKey, tokens: list[StoredToken]) -> None:
        rows = [item.to_row() for item in tokens]
        ring = self._keyring
        if ring is not None:
            name = str(key)
            if rows:
                _asked(lambda: ring.set_password(_SERVICE, name, json.dumps(rows)))
            else:
                _asked(lambda: ring.delete_password(_SERVICE, name))
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


def _asked(act: Callable[[], Any]) -> Any:
    """What the keyring answers.

    Raises:
        RequestError: it is locked, or broken. Its own error may show a secret, and is left out.
    """
    try:
        return act()
    except Exception as error:  # noqa: BLE001  # keyrings raise what the system's services do
        kind = type(error).__name__
    raise RequestError(f"the keyring cannot be used ({kind}): unlock it, or name a file for the tokens in {VARIABLE}")


def stored_secret(client_id: str) -> str:
    """The secret of a client that the keyring holds, under the service `dynaclient`; "" if it holds none.

    Raises:
        RequestError: the keyring is locked, or broken.
    """
    ring = _keyring()
    return "" if ring is None else _asked(lambda: ring.get_password(_SERVICE, client_id)) or ""


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
