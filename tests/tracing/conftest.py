"""Servers on loopback, both kinds of client, and an environment without the variables and files that clients read."""

from tests.echo_server import own_environment
from tests.runtime.conftest import caller, driver, serve

__all__ = ["caller", "driver", "own_environment", "serve"]
