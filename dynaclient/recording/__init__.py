"""Record the calls of a client in a HAR file, and replay them without the network.

    from dynaclient import Client
    from dynaclient.recording import Recording

    client = Client("petstore.yaml", plugins=[Recording("cassette.har")])

Imports the core and, to recognise requests, the sandbox's reading of them. Public names are loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .exchange import Exchange
    from .har_file import read_har
    from .plugin import Recording
    from .recorded_answers import RecordedAnswers

_HOMES = {
    "Exchange": "exchange",
    "RecordedAnswers": "recorded_answers",
    "Recording": "plugin",
    "read_har": "har_file",
}

__all__ = ["Exchange", "RecordedAnswers", "Recording", "read_har"]

__getattr__ = lazy_names(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
