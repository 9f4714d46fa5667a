"""The kinds of client that a stub has a class for: the sync one and the async one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of client.

    Attributes:
        prefix: the prefix of its class name.
        bases: the classes it may extend: for documents of the standard server, and for others.
        word: the first words of its methods.
        answer, stream: the generic classes that a call returns.
        pages: the generic class of the lists that `paginate` returns.
        job, rows: the generic class of the jobs that `map` returns, and the type of its rows.
        pull: the generic class that `pull` returns.
        enter: the method that `with` or `async with` calls.
    """

    prefix: str
    bases: tuple[str, str]
    word: str
    answer: str
    stream: str
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
        "EventStream",
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
        "AsyncEventStream",
        "AsyncPagesOf",
        "AsyncJobOf",
        "AsyncRowsInput",
        "AsyncPullOf",
        "async def __aenter__",
    ),
)
"""To add a kind of client, add a line here."""
