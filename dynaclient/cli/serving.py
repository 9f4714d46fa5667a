"""Start a server of the command line, and say what is wrong if it cannot listen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .failures import CommandError


def started(start: Callable[[], Any], host: str, port: int) -> Any:
    """The server that `start` starts.

    Raises:
        CommandError: an origin of --cors is none, or the address cannot be listened on.
    """
    from ..sandbox.origins import BadOrigin

    try:
        return start()
    except BadOrigin as error:
        raise CommandError(f"--cors: {error}.") from None
    except OSError as error:
        raise CommandError(
            f"cannot listen on {host}, port {port}: {error.strerror}.", fix="Choose another with --port."
        ) from None
