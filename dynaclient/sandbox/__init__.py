"""The sandbox: an embedded server made from a document. Takes nothing from the client, whose requests it judges."""

from .application import Sandbox
from .serving import Serving
from .trouble import Trouble

__all__ = ["Sandbox", "Serving", "Trouble"]
