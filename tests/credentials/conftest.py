"""The authorization server, and both kinds of client."""

import importlib.util
from collections.abc import Iterator

import pytest

from tests.credentials.authorization_server import authority
from tests.echo_server import own_environment
from tests.runtime.conftest import caller, driver, serve

__all__ = ["authority", "caller", "driver", "own_environment", "serve"]


@pytest.fixture(autouse=True)
def no_keyring() -> Iterator[None]:
    """That of the machine is left alone."""
    if importlib.util.find_spec("keyring") is None:
        yield
        return
    import keyring
    from keyring.backends.null import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)
