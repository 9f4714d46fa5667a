"""Servers on loopback, both kinds of client, and an environment without the variables and files that clients read."""

from tests.echo_server import other, own_environment, server
from tests.runtime.conftest import caller, driver, serve

__all__ = ["caller", "driver", "other", "own_environment", "serve", "server"]
