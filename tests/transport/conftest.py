"""Servers on loopback, and an environment without the variables and files that clients read."""

from tests.echo_server import other, own_environment, server

__all__ = ["other", "own_environment", "server"]
