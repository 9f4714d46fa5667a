"""What a tool gives back, whoever asked: text, whether it is an error, pictures and sound, and where all of it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple


class Media(NamedTuple):
    """A picture or sound of an answer."""

    kind: Literal["image", "audio"]
    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The answer of a tool.

    Attributes:
        text: for the model, within the budget.
        is_error: whether the call failed or was refused.
        was_sent: whether a request may have reached the API.
        media: pictures and sound.
        kept: the key of the whole answer, if `text` is a part of it.
        status: of the answer, or None.
    """

    text: str
    is_error: bool = False
    was_sent: bool = False
    media: tuple[Media, ...] = ()
    kept: str = ""
    status: int | None = None


@dataclass(slots=True)
class Collected:
    """An answer of the API, read as far as it is shown.

    Attributes:
        response: the answer; of a list, its last page.
        data: its decoded body, or the items of several pages.
        content: the bytes of a body that is not text.
        path: the file that the body was saved to.
        is_stream: whether `data` is what a stream said.
        events: of a stream.
        cut: why a stream or a list was not read to its end.
        next: the arguments that get what follows.
        note: what else there is to say.
    """

    response: Any
    data: Any = None
    content: bytes | None = None
    path: str = ""
    is_stream: bool = False
    events: int = 0
    cut: str = ""
    next: dict[str, Any] = field(default_factory=dict)
    note: str = ""
