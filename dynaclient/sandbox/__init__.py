"""The sandbox: an embedded server generated from a document. Independent of the client, whose requests it judges."""

from .application import Sandbox
from .faults import Trouble
from .server import Serving

__all__ = ["Sandbox", "Serving", "Trouble"]
