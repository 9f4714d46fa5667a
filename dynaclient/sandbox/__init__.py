"""The sandbox: an embedded server generated from a document. Independent of the client, whose requests it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._support.lazy import lazy_names
from .application import Sandbox
from .clock import SandboxClock
from .deliveries import Delivery, DeliveryError
from .faults import Trouble
from .file_checks import ModelFileError
from .limits import ServingLimits
from .recorded_requests import RecordedAnswer, RecordedRequests, SandboxRequest
from .resource_model import ResourceModel, SandboxModel
from .script_answers import ScriptedAnswer, ScriptError, ScriptRequest
from .scripts import ScriptRule
from .server import Serving

if TYPE_CHECKING:
    from .fixture import SandboxFixture

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

__getattr__ = lazy_names(__name__, {"SandboxFixture": "fixture"})  # it knows the client, which a sandbox does without
