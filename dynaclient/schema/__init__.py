"""What schemas say (`view`), what a validation mode relaxes (`policy`), and values checked against them."""

from .checker import SchemaChecker
from .closure import Closure, build_closure
from .failure import Finding
from .policy import Mode, Reliefs

__all__ = ["Closure", "Finding", "Mode", "Reliefs", "SchemaChecker", "build_closure"]
