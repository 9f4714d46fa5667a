"""Schema → checker: closures, the reliefs of the validation policy, the engines, and explanations of failures."""

from .checker import SchemaChecker
from .closure import Closure, build_closure
from .failure import Finding
from .relief import Relief

__all__ = ["Closure", "Finding", "Relief", "SchemaChecker", "build_closure"]
