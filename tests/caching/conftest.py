"""Servers on loopback, both kinds of client, and an environment without what clients read."""

from tests.echo_server import own_environment, server
from tests.runtime.conftest import caller, driver, serve

__all__ = ["caller", "driver", "own_environment", "serve", "server"]
