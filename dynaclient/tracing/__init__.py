"""Traces and durations of calls for OpenTelemetry: the plugin `Tracing`.

    from dynaclient import Client
    from dynaclient.tracing import Tracing

    client = Client("petstore.yaml", plugins=[Tracing()])

Needs the extra `tracing`. Imports the core and no other capability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .plugin import Tracing

__all__ = ["Tracing"]

__getattr__ = lazy_names(__name__, {"Tracing": "plugin"})
