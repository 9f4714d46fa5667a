"""The sandbox: an embedded server made from a document. Takes nothing from the client, whose requests it judges."""

from .application import Sandbox
from .faults import Trouble
from .server import Serving

__all__ = ["Sandbox", "Serving", "Trouble"]
