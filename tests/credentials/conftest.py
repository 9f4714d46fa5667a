"""The authorization server, and both kinds of client."""

from tests.credentials.authorization_server import authority
from tests.echo_server import own_environment
from tests.runtime.conftest import caller, driver, serve

__all__ = ["authority", "caller", "driver", "own_environment", "serve"]
