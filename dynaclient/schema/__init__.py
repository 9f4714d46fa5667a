"""Read schemas (`view`), decide what a validation mode relaxes (`policy`), and check values."""

from .checker import SchemaChecker
from .closure import Closure, build_closure
from .failure import Finding
from .modes import Mode
from .policy import Letter, Reliefs, rules_for

__all__ = ["Closure", "Finding", "Letter", "Mode", "Reliefs", "SchemaChecker", "build_closure", "rules_for"]
