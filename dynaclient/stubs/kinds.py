"""The kinds of client that a stub has a class for: one that is called, and its twin whose calls are awaited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client.

    Attributes:
        prefix: what its class is called by, before the name.
        bases: the classes it may extend: for documents of the standard server, and for others.
        word: what its methods begin with.
        answer, stream: the generic classes that a call returns.
        enter: what `with` or `async with` calls.
    """

    prefix: str
    bases: tuple[str, str]
    word: str
    answer: str
    stream: str
    enter: str

    def base(self, *, is_standard: bool) -> str:
        """The class that is extended."""
        return self.bases[0 if is_standard else 1]


KINDS = (
    Kind("", ("OpenAI", "Client"), "def", "Answer", "EventStream", "def __enter__"),
    Kind(
        "Async",
        ("AsyncOpenAI", "AsyncClient"),
        "async def",
        "AsyncAnswer",
        "AsyncEventStream",
        "async def __aenter__",
    ),
)
"""Another kind of client is one more line here."""
