"""The kinds of client that a stub has a class for: the sync one and the async one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ITEMS = "ItemsInput"
"""The generic type of a body that is a sequence, before it is written for a kind of client."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client.

    Attributes:
        prefix: the prefix of its class name.
        bases: the classes it may extend: for documents of the standard server, and for others.
        word: the first words of its methods.
        answer: the generic class of an answer that a call returns.
        streams: those of a sequence, by its framing.
        items: the generic type of a body that is a sequence.
        pages: the generic class of the lists that `paginate` returns.
        job, rows: the generic class of the jobs that `map` returns, and the type of its rows.
        pull: the generic class that `pull` returns.
        enter: the method that `with` or `async with` calls.
    """

    prefix: str
    bases: tuple[str, str]
    word: str
    answer: str
    streams: Mapping[str, str]
    items: str
    pages: str
    job: str
    rows: str
    pull: str
    enter: str

    def base(self, *, is_standard: bool) -> str:
        """The class to extend."""
        return self.bases[0 if is_standard else 1]


KINDS = (
    Kind(
        "",
        ("OpenAI", "Client"),
        "def",
        "Answer",
        {"events": "EventStream", "lines": "ItemStream", "records": "ItemStream", "parts": "PartStream"},
        ITEMS,
        "PagesOf",
        "JobOf",
        "RowsInput",
        "PullOf",
        "def __enter__",
    ),
    Kind(
        "Async",
        ("AsyncOpenAI", "AsyncClient"),
        "async def",
        "AsyncAnswer",
        {
            "events": "AsyncEventStream",
            "lines": "AsyncItemStream",
            "records": "AsyncItemStream",
            "parts": "AsyncPartStream",
        },
        f"Async{ITEMS}",
        "AsyncPagesOf",
        "AsyncJobOf",
        "AsyncRowsInput",
        "AsyncPullOf",
        "async def __aenter__",
    ),
)
"""To add a kind of client, add a line here."""
