"""The sandbox: an embedded server generated from a document. Independent of the client, whose requests it judges."""

from .application import Sandbox
from .clock import SandboxClock
from .deliveries import Delivery, DeliveryError
from .faults import Trouble
from .journal import RecordedAnswer, RecordedRequests, SandboxRequest
from .model_file import ModelFileError
from .resource_model import ResourceModel, SandboxModel
from .script_answers import ScriptedAnswer, ScriptError, ScriptRequest
from .scripts import ScriptRule
from .server import Serving

__all__ = [
    "Delivery",
    "DeliveryError",
    "ModelFileError",
    "RecordedAnswer",
    "RecordedRequests",
    "ResourceModel",
    "Sandbox",
    "SandboxClock",
    "SandboxModel",
    "SandboxRequest",
    "ScriptError",
    "ScriptRequest",
    "ScriptRule",
    "ScriptedAnswer",
    "Serving",
    "Trouble",
]
