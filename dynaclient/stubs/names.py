"""Class names in a stub: unique, and different from those of methods, fields and built-ins."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

BUILTINS = frozenset(("str", "int", "float", "bool", "bytes", "dict", "list"))
"""Built-in names that stubs use."""

IMPORTED = frozenset(
    [
        "Answer",
        "Answered",
        "AnyAnswer",
        "Any",
        "AsyncAnswer",
        "AsyncEventStream",
        "AsyncItemStream",
        "AsyncItemsInput",
        "AsyncJobOf",
        "AsyncPagesOf",
        "AsyncPartStream",
        "AsyncPullOf",
        "AsyncRowsInput",
        "Callable",
        "EventStream",
        "FileInput",
        "ItemStream",
        "ItemsInput",
        "JobOf",
        "Literal",
        "MapOptions",
        "Mapping",
        "NotRequired",
        "PageRuleInput",
        "PagesOf",
        "PartStream",
        "PathInput",
        "PullOf",
        "Required",
        "RowsInput",
        "Self",
        "Sequence",
        "TypeAlias",
        "TypedDict",
        "Union",
        "Unpack",
        "UntilInput",
        "overload",
    ]
)
"""Names that stubs import; those of `typing` keep their own."""

_WORDS = re.compile(r"[^0-9A-Za-z]+")


def pascal(text: str) -> str:
    """`chat-completion.chunk` → `ChatCompletionChunk`; a name in that form stays unchanged."""
    words = [word for word in _WORDS.split(text) if word]
    name = "".join(word[:1].upper() + word[1:] for word in words) or "Unnamed"
    return f"_{name}" if name[0].isdigit() else name


class TypeNames:
    """Gives out class names, each once.

    Args:
        taken: names that are already in use.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*taken, *IMPORTED, *dir(builtins), *keyword.kwlist}

    def take(self, text: str) -> str:
        """A free name for a schema."""
        base = pascal(text)
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}{count}"
        self._taken.add(name)
        return name


def is_field(name: str) -> bool:
    """Whether a key can be a field in a TypedDict's class body."""
    return name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("__")
