"""`--record` and `--replay`: the plugin of the client, and what else changes where nothing is sent."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from .failures import CommandError

_NOWHERE = "http://replayed.localhost"
"""The address of a server that is not asked, for a document that names none."""


def client_options_of(record: str, replay: str, servers: Iterable[str]) -> dict[str, Any]:
    """The options of a client that records, replays, or does both with one file: then only what is new is sent.

    Args:
        servers: the addresses that the client may use.
    """
    from ..recording import Recording

    if record and replay and not _is_same(record, replay):
        raise CommandError(
            f"--replay answers from {replay}, so that there is nothing new to add to {record}.",
            fix="Name one file in both: what it does not have is sent, and added to it.",
        )
    if record and replay:
        return {"plugins": [Recording(record, mode="new_episodes")]}
    if record:
        return {"plugins": [Recording(record, mode="all", replace=False)]}
    has_address = any("://" in url for url in servers)
    return {"plugins": [Recording(replay, mode="none")], **({} if has_address else {"base_url": _NOWHERE})}


def _is_same(one: str, other: str) -> bool:
    return os.path.abspath(os.path.expanduser(one)) == os.path.abspath(os.path.expanduser(other))
