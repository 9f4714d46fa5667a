"""The sandbox: an embedded server generated from a document. Independent of the client, whose requests it judges.

Public names are loaded on first use: a part of it, such as the routes of a document, loads without the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names

if TYPE_CHECKING:
    from .application import Sandbox
    from .clock import SandboxClock
    from .deliveries import Delivery, DeliveryError
    from .faults import Trouble
    from .file_checks import ModelFileError
    from .fixture import SandboxFixture
    from .limits import ServingLimits
    from .recorded_requests import RecordedAnswer, RecordedRequests, SandboxRequest
    from .resource_model import ResourceModel, SandboxModel
    from .script_answers import ScriptedAnswer, ScriptError, ScriptRequest
    from .scripts import ScriptRule
    from .server import Serving

_HOMES = {
    "Delivery": "deliveries",
    "DeliveryError": "deliveries",
    "ModelFileError": "file_checks",
    "RecordedAnswer": "recorded_requests",
    "RecordedRequests": "recorded_requests",
    "ResourceModel": "resource_model",
    "Sandbox": "application",
    "SandboxClock": "clock",
    "SandboxFixture": "fixture",
    "SandboxModel": "resource_model",
    "SandboxRequest": "recorded_requests",
    "ScriptError": "script_answers",
    "ScriptRequest": "script_answers",
    "ScriptRule": "scripts",
    "ScriptedAnswer": "script_answers",
    "Serving": "server",
    "ServingLimits": "limits",
    "Trouble": "faults",
}

__all__ = [
    "Delivery",
    "DeliveryError",
    "ModelFileError",
    "RecordedAnswer",
    "RecordedRequests",
    "ResourceModel",
    "Sandbox",
    "SandboxClock",
    "SandboxFixture",
    "SandboxModel",
    "SandboxRequest",
    "ScriptError",
    "ScriptRequest",
    "ScriptRule",
    "ScriptedAnswer",
    "Serving",
    "ServingLimits",
    "Trouble",
]

__getattr__ = lazy_names(__name__, _HOMES)
