"""WireRequest → raw response: the only sockets. Importing it imports requests."""

from .sender import Sender, Timeout
from .wsgi import WSGIAdapter

__all__ = ["Sender", "Timeout", "WSGIAdapter"]
