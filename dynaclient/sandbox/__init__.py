"""The sandbox: an embedded server generated from a document. Independent of the client, whose requests it judges."""

from .application import Sandbox
from .clock import SandboxClock
from .faults import Trouble
from .file_checks import ModelFileError
from .resource_model import ResourceModel, SandboxModel
from .server import Serving

__all__ = ["ModelFileError", "ResourceModel", "Sandbox", "SandboxClock", "SandboxModel", "Serving", "Trouble"]
