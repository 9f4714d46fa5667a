"""Write typed interfaces for editors and type checkers: `write(document, "Petstore", "petstore.pyi")`."""

from .write import StubFailed, write

__all__ = ["StubFailed", "write"]
