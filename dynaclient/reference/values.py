"""The content of the pages, as frozen values: `Reference`, and a page for each operation and schema."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Operation, Parameter
from ..model.streams import EVENTS
from .examples import Example
from .links import Links
from .rows import Row
from .signature import FILE
from .snippets import Snippet


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter and what narrows it. `schema` and `schema_title` name its schema's page, or are ""."""

    parameter: Parameter
    type: str
    limits: tuple[str, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What a body of one or several media types holds. `value` describes it, its fields below."""

    media_types: tuple[str, ...]
    value: Row | None

    @property
    def is_stream(self) -> bool:
        """Whether it is a stream of events."""
        return any(EVENTS in name for name in self.media_types)


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A link of an answer.

    Attributes:
        operation: the operation that it leads to; "" if the document has none.
        values: what is passed: (name, constant or runtime expression); the body is named `body`.
    """

    name: str
    operation: str
    values: tuple[tuple[str, str], ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request that the API sends: a webhook, or a callback of an operation.

    Attributes:
        operation_id: of the operation that declares a callback, or "".
        address: of a callback, with runtime expressions in it, or "".
        file: its anchor on the page of all of them.
    """

    kind: str
    name: str
    operation_id: str
    method: str
    address: str
    summary: str
    description: str
    body: tuple[ContentFacts, ...]
    file: str
    deprecated: bool = False

    @property
    def title(self) -> str:
        """Its name in `client.webhooks`."""
        return f"{self.operation_id}.{self.name}" if self.operation_id else self.name

    @property
    def request(self) -> str:
        """`POST to your receiver`, `POST {$request.body#/url}`."""
        return f"{self.method} {self.address or 'to your receiver'}"


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The facts about the answers with one status.

    Attributes:
        error: the class that the client raises, or "".
        subclasses: where the status is a range, the statuses in it that raise a class of their own.
        same_as: the status of an answer above with the same contents, which are not repeated; or "".
        links: the calls that can follow.
    """

    status: str
    description: str
    error: str
    headers: tuple[tuple[str, str], ...]
    contents: tuple[ContentFacts, ...]
    subclasses: tuple[tuple[int, str], ...] = ()
    same_as: str = ""
    links: tuple[LinkFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential that is needed: the scheme, in words, and the scopes."""

    scheme: str
    words: str
    description: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperationPage:
    """The page of one operation.

    Attributes:
        file: its file name without ending.
        call: how it is reached in Python: `createRun`, or `call("repos/get-content")`.
        alias: its other name in Python, or "".
        credentials: alternatives, each with all that it needs; an empty one means that none are needed.
        streams: whether an answer may be a stream of events.
        stream_argument: the argument that requests it, as in a call (`stream=True`); "" if there is none.
        callbacks: what the API sends after a call, without the bodies.
    """

    operation: Operation
    file: str
    call: str
    alias: str
    signature: str
    parameters: tuple[ParameterRow, ...]
    body: tuple[ContentFacts, ...]
    answers: tuple[AnswerFacts, ...]
    credentials: tuple[tuple[Credential, ...], ...]
    example: Example
    snippets: tuple[Snippet, ...]
    links: Links
    streams: bool
    stream_argument: str
    callbacks: tuple[SentRequest, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the signature may ask, as sentences with code in ticks."""
        takes_fields = self.body and not re.search(r"\bbody: ", self.signature)
        answers = (
            (self.alias, f"Also `client.{self.alias}`."),
            (" = " in self.signature, "Arguments with `= …` or a default may be left out."),
            (FILE in self.signature, "A file is a path, bytes, an open file, or `(name, data, type)`."),
            (takes_fields, "The whole body can be passed as `body=` instead of its fields."),
        )
        return tuple(sentence for is_asked, sentence in answers if is_asked)


@dataclass(frozen=True, slots=True)
class SchemaPage:
    """The page of one schema. `used_by`: file names of operations whose bodies or answers name it."""

    title: str
    file: str
    reference: str
    value: Row
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag; none if it only has other tags below it.

    Attributes:
        summary: the title that the document gives the tag, or "".
        depth: how many tags are above it.
    """

    name: str
    description: str
    file: str
    pages: tuple[OperationPage, ...]
    summary: str = ""
    kind: str = ""
    depth: int = 0

    @property
    def title(self) -> str:
        """The heading."""
        return self.summary or self.name


@dataclass(frozen=True, slots=True)
class Reference:
    """A document's whole reference. An operation with several tags belongs to the group of the first."""

    title: str
    version: str
    description: str
    source: str
    servers: tuple[str, ...]
    groups: tuple[Group, ...]
    schemas: tuple[SchemaPage, ...]
    sent: tuple[SentRequest, ...] = ()

    @property
    def pages(self) -> tuple[OperationPage, ...]:
        """Every operation's page, in the order of the groups."""
        return tuple(page for group in self.groups for page in group.pages)
