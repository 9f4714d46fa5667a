"""Document → `Reference`: collects everything that the pages show. Knows nothing about HTML or Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from .._support.wording import shown
from ..client.sync import Client
from ..document import Document
from ..document.pointer import target_of
from ..model import DeclaredResponse, Link, MediaType, Operation, Operations, Parameter, SecurityScheme
from ..model.naming import python_name
from ..model.outgoing import build_outgoing
from ..model.streams import declares_stream, stream_switch
from ..model.tags import tag_tree
from ..openai import OpenAI, bundled_description
from ..openai.variables import key_variable
from ..response.status import STATUS_ERRORS, error_class
from ..types import MISSING
from .code import python_value
from .examples import ExampleMaker
from .links import LinkFinder
from .names import Names, SchemaNames
from .rows import Row, RowBuilder
from .setting import STANDARD_HOST, Setting
from .signature import signature
from .snippets import write_snippets
from .values import (
    AnswerFacts,
    ContentFacts,
    Credential,
    Group,
    LinkFacts,
    OperationPage,
    ParameterRow,
    Reference,
    SchemaPage,
    SentRequest,
)

_OTHER = "Other operations"
"""The group of those without a tag."""

BODY_BUDGET = 45_000
ANSWER_BUDGET = 16_000
ERROR_BUDGET = 6_000
SCHEMA_BUDGET = 3_000
"""About how many characters of rows a body, an operation's answers, its errors, and a schema's page may have."""


def read_reference(document: Document, among: Collection[str] | None = None) -> Reference:
    """Build the reference of a document.

    Args:
        among: the operationIds that have a page, with the schemas that they use; None for everything.
    """
    return _Reader(document, among).read()


class _Reader:
    def __init__(self, document: Document, among: Collection[str] | None) -> None:
        self._document = document
        self._client = _client(document)
        self._is_whole = among is None
        operations: Operations = self._client.operations
        self._operations = operations if among is None else Operations(document, [i for i in operations if i in among])
        self._names = SchemaNames(document)
        self._examples = ExampleMaker(self._client)
        self._setting = Setting(self._client, _source_name(document))
        self._links = LinkFinder(document, self._operations)
        self._files: dict[str, str] = {}
        self._users: dict[str, dict[str, None]] = {}
        self._callbacks: list[SentRequest] = []

    def read(self) -> Reference:
        names = Names()
        outgoing = list(self._outgoing())
        self._callbacks = [sent for sent, _ in outgoing if sent.operation_id]
        self._files = {operation_id: names.take(operation_id) for operation_id in self._operations}
        pages = [self._page(operation) for operation in self._operations.values()]
        sent = tuple(replace(sent, body=self._body(operation)) for sent, operation in outgoing)
        if self._is_whole:
            self._names.name_all()
        info = self._document.info
        servers = dict.fromkeys(s.url for op in self._operations.values() for s in op.servers)
        return Reference(
            title=self._document.title,
            version=str(info.get("version", "")),
            description=_text(info.get("description")),
            source=self._setting.source,
            servers=tuple(servers),
            groups=tuple(self._groups(pages)),
            schemas=tuple(self._schemas()),
            sent=sent,
        )

    def _outgoing(self) -> Iterator[tuple[SentRequest, Operation]]:
        """What the API sends: webhooks, then callbacks of the operations that have a page; their bodies come last.

        So the pages of schemas keep the names that operations give them.
        """
        names = Names()
        for found in build_outgoing(self._document):
            is_shown = found.operation_id in self._operations if found.operation_id else self._is_whole
            if is_shown:
                operation = found.operation
                sent = SentRequest(
                    found.kind,
                    found.name,
                    found.operation_id,
                    operation.sent_method,
                    found.expression,
                    operation.summary,
                    operation.description,
                    (),
                    names.take(f"{found.operation_id}.{found.name}" if found.operation_id else found.name),
                    operation.deprecated,
                )
                yield sent, operation

    def _groups(self, pages: list[OperationPage]) -> Iterator[Group]:
        """The tags that have operations or are above one that has, each followed by those below it."""
        used: dict[str, list[OperationPage]] = {}
        for page in pages:
            used.setdefault(page.operation.tags[0] if page.operation.tags else _OTHER, []).append(page)
        tags = tag_tree(self._document, used)
        parents = {tag.name: tag.parent for tag in tags}
        needed = set(used)
        for name in used:
            while name := parents.get(name, ""):
                needed.add(name)
        names = Names()
        for tag in tags:
            if tag.name in needed:
                members = tuple(used.get(tag.name, ()))
                file = names.take(tag.name)
                yield Group(tag.name, tag.description, file, members, tag.summary, tag.kind, tag.depth)

    def _page(self, operation: Operation) -> OperationPage:
        body = self._body(operation)
        answers = tuple(self._answers(operation.responses.values()))
        for content in (*body, *(c for a in answers for c in a.contents)):
            if content.value is not None:
                self._note_use(content.value, self._files[operation.operation_id])
        example = self._examples.example(operation)
        attribute = self._setting.attribute(operation)
        alias = operation.python_name
        has_alias = self._operations.aliases.get(alias) == operation.operation_id and alias != attribute
        return OperationPage(
            operation=operation,
            file=self._files[operation.operation_id],
            call=attribute or f'call("{operation.operation_id}")',
            alias=alias if has_alias and not hasattr(Client, alias) else "",
            signature=signature(self._document, operation, attribute),
            parameters=tuple(map(self._parameter, operation.parameters)),
            body=body,
            answers=answers,
            credentials=tuple(self._credentials(operation)),
            example=example,
            snippets=write_snippets(self._setting, operation, example),
            links=self._links.of(operation),
            streams=declares_stream(operation),
            stream_argument=self._stream_argument(operation),
            callbacks=tuple(sent for sent in self._callbacks if sent.operation_id == operation.operation_id),
        )

    def _stream_argument(self, operation: Operation) -> str:
        switch = stream_switch(self._document, operation)
        return "" if switch is None else f"{python_name(switch.name)}={python_value(switch.value)}"

    def _parameter(self, parameter: Parameter) -> ParameterRow:
        row = RowBuilder(self._document, self._names, SCHEMA_BUDGET).value(
            parameter.schema, parameter.name, required=parameter.required
        )
        return ParameterRow(parameter, row.type, row.limits, row)

    def _body(self, operation: Operation) -> tuple[ContentFacts, ...]:
        if operation.request_body is None:
            return ()
        return self._contents(
            RowBuilder(self._document, self._names, BODY_BUDGET), operation.request_body.content.values()
        )

    @staticmethod
    def _contents(builder: RowBuilder, media_types: Iterable[MediaType]) -> tuple[ContentFacts, ...]:
        """Media types with the same schema together."""
        found: list[tuple[list[str], MediaType]] = []
        for media_type in media_types:
            same = next((names for names, known in found if known.schema == media_type.schema), None)
            if same is None:
                found.append(([media_type.name], media_type))
            else:
                same.append(media_type.name)
        return tuple(
            ContentFacts(tuple(names), None if item.schema is None else builder.value(item.schema))
            for names, item in found
        )

    def _answers(self, answers: Iterable[DeclaredResponse]) -> Iterator[AnswerFacts]:
        builders = {
            is_error: RowBuilder(self._document, self._names, budget)
            for is_error, budget in ((False, ANSWER_BUDGET), (True, ERROR_BUDGET))
        }
        earlier: list[tuple[object, str]] = []
        for answer in answers:
            content = [(media_type.name, media_type.schema) for media_type in answer.content.values()]
            same = next((status for known, status in earlier if content and known == content), "")
            earlier.append((content, answer.status))
            error = _error_class(answer.status)
            yield AnswerFacts(
                status=answer.status,
                description=answer.description or answer.summary,
                error=error,
                headers=tuple((name, _text(header.get("description"))) for name, header in answer.headers.items()),
                contents=() if same else self._contents(builders[bool(error)], answer.content.values()),
                subclasses=tuple(_subclasses(answer.status)),
                same_as=same,
                links=tuple(map(_link, answer.links.values())),
            )

    def _credentials(self, operation: Operation) -> Iterator[tuple[Credential, ...]]:
        for requirement in operation.security:
            yield tuple(
                Credential(
                    name,
                    _scheme_words(
                        self._setting.schemes[name],
                        key_variable(name) if self._setting.is_openai(operation) else "",
                    ),
                    self._setting.schemes[name].description,
                    scopes,
                )
                for name, scopes in requirement.items()
            )

    def _note_use(self, row: Row, file: str) -> None:
        if row.schema:
            self._users.setdefault(row.schema, {})[file] = None
        for child in row.children:
            self._note_use(child, file)

    def _schemas(self) -> Iterator[SchemaPage]:
        """A page for each schema that was named so far; making one may name others."""
        done: dict[str, SchemaPage] = {}
        while waiting := self._names.waiting(done):
            for reference in waiting:
                file = self._names.file(reference)
                builder = RowBuilder(self._document, self._names, SCHEMA_BUDGET)
                done[reference] = SchemaPage(
                    self._names.title(reference),
                    file,
                    reference,
                    builder.value(self._names.schema(reference)),
                    tuple(self._users.get(file, ())),
                )
        titles = Counter(page.title for page in done.values())
        for page in done.values():
            if titles[page.title] > 1:
                done[page.reference] = replace(page, title=f"{page.title} ({self._origin(page)})")
        yield from sorted(done.values(), key=lambda page: page.title.casefold())

    def _origin(self, page: SchemaPage) -> str:
        """What distinguishes schemas of the same name: the file with the schema, or the file of its page."""
        file = target_of(page.reference, self._document.uri).uri.rpartition("/")[2]
        return page.file if file == self._document.uri.rpartition("/")[2] else file


def _client(document: Document) -> Client:
    """A client that is of the kind the examples use and knows nothing of this machine's keys and settings."""
    plain = Client(document)
    if not any(urlsplit(s.url).hostname == STANDARD_HOST for op in plain.operations.values() for s in op.servers):
        return plain
    return OpenAI(document, credentials=False).with_options(
        base_url=None, headers={"OpenAI-Organization": None, "OpenAI-Project": None}
    )


def _link(link: Link) -> LinkFacts:
    given = [*link.parameters.items(), *([] if link.request_body is MISSING else [("body", link.request_body)])]
    values = tuple((name, value if isinstance(value, str) else shown(value)) for name, value in given)
    return LinkFacts(link.name, link.operation_id, values, link.description)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _source_name(document: Document) -> str:
    """How examples name the document: nothing for the bundled one, a file by its last name, an address in full."""
    if document.source == str(bundled_description()):
        return ""
    if document.source.startswith(("http://", "https://")):
        return document.source
    name = re.split(r"[/\\]", document.source)[-1]
    return name if name.endswith((".yaml", ".yml", ".json")) else "openapi.yaml"


def _error_class(status: str) -> str:
    """The class that the client raises for a status; `4XX` raises the most general one of its statuses."""
    if status[:1] not in ("4", "5"):
        return ""
    return error_class(int(status) if status.isdigit() else 100 * int(status[0]) + 99).__name__


def _subclasses(status: str) -> Iterator[tuple[int, str]]:
    """The statuses of a range that raise another class than the range."""
    if status.upper() in ("4XX", "5XX"):
        yield from ((code, cls.__name__) for code, cls in STATUS_ERRORS.items() if str(code)[0] == status[0])


def _scheme_words(scheme: SecurityScheme, variable: str) -> str:
    return f"{scheme.in_words}, from `{variable}`" if variable else scheme.in_words
