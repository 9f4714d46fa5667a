"""WireRequest → raw response: the only sockets. Importing it imports requests."""

from .failures import Errand, translated
from .sender import Sender, Timeout, secrets_of
from .wsgi import WSGIAdapter

__all__ = ["Errand", "Sender", "Timeout", "WSGIAdapter", "secrets_of", "translated"]
