"""Read schemas (`view`), decide what a validation mode relaxes (`policy`), and check values."""

from .checker import SchemaChecker
from .closure import Closure, build_closure
from .failure import Finding
from .policy import Letter, Mode, Reliefs, rules_for

__all__ = ["Closure", "Finding", "Letter", "Mode", "Reliefs", "SchemaChecker", "build_closure", "rules_for"]
