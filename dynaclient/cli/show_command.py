"""`show`: describes one operation completely, for a person or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from .._support.wording import shown
from .commands import PROGRAM
from .formats import json_text
from .options import command, setup_of
from .terminal import clean, one_line
from .wrapping import wrap

if TYPE_CHECKING:
    from ..model import Operation
    from .setup import Setup

_WIDEST = 120
"""The columns of a page on a wide terminal."""

_LONGEST_ENUM = 400
"""The maximum length of an enum; --json shows all of it."""

_ITEMS = "Items are checked and sent one by one: -b @FILE, -b - for stdin, or -b '[…]' as JSON. Each item:"


@command("show", "Describe an operation.")
@click.argument("operation")
@click.option("--schema", "with_schema", is_flag=True, help="As an OpenAPI document of its own, with its schemas.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def show_command(ctx: click.Context, operation: str, with_schema: bool, as_json: bool) -> int:
    """Describe an operation: its parameters, the fields of its body, its answers, links, examples.

    OPERATION may also be a webhook of `list --webhooks`, or a callback as OPERATION.NAME.
    """
    setup = setup_of(ctx)
    sent = None if setup.has_operation(operation) else _sent(setup, operation)
    if sent is not None and not with_schema:
        return _show_sent(setup, operation, sent, as_json=as_json)
    found = setup.operation(operation)
    terminal = setup.terminal
    if with_schema:
        from ..model.excerpt import excerpt

        server = found.servers[0].url if found.servers else "/"
        terminal.line(json_text(excerpt(setup.document, found.operation_id, server=server), colour=terminal.has_colour))
        return 0
    if as_json:
        from .descriptions import describe_operation

        terminal.line(json_text(describe_operation(setup.document, found), colour=terminal.has_colour))
        return 0
    return show_page(setup, operation)


def _sent(setup: Setup, name: str) -> Operation | None:
    """The webhook or callback of this name, if there is one."""
    from ..errors import UnknownWebhook

    try:
        return setup.client.webhooks[name].operation
    except UnknownWebhook:
        return None


def _show_sent(setup: Setup, name: str, sent: Operation, *, as_json: bool) -> int:
    """Describe a request that the API sends."""
    from .descriptions import describe_operation

    record = describe_operation(setup.document, sent)
    if as_json:
        setup.terminal.line(json_text({"name": name, **record}, colour=setup.terminal.has_colour))
        return 0
    with setup.page() as page:
        page.write("\n".join(_Page(setup, record).lines_of_sent(name)).rstrip() + "\n")
    return 0


def show_page(setup: Setup, name: str, *notes: str) -> int:
    """Write the page of an operation, with notes below it."""
    from .descriptions import describe_operation

    record = describe_operation(setup.document, setup.operation(name))
    lines = list(_Page(setup, record).lines())
    for note in filter(None, notes):
        lines += ["", *wrap(note, min(setup.terminal.width, _WIDEST))]
    with setup.page() as page:
        page.write("\n".join(lines).rstrip() + "\n")
    return 0


class _Page:
    """The record of an operation as lines to read."""

    def __init__(self, setup: Setup, record: Mapping[str, Any]) -> None:
        self._record = record
        self._width = min(setup.terminal.width, _WIDEST)
        self._bold = ("\x1b[1m", "\x1b[0m") if setup.terminal.has_colour else ("", "")

    def lines(self) -> Iterator[str]:
        """Every line of the page."""
        record = self._record
        state = "  (deprecated)" if record["deprecated"] else ""
        yield self._strong(f"{record['operation_id']}  {record['method']} {record['path']}{state}")
        yield from self._wrapped(record["summary"], "")
        if record["description"].strip() != record["summary"].strip():
            yield from self._wrapped(record["description"], "")
        yield ""
        yield from wrap(self._signature(), self._width, first="  ", then="      ")
        if record["parameters"]:
            yield from ("", self._strong("Parameters"))
            for parameter in record["parameters"]:
                yield from self._field(parameter, parameter["in"])
        yield from self._body()
        yield from ("", self._strong("Answers"))
        for answer in record["responses"]:
            words = (answer["status"], ", ".join(answer["content"]), one_line(answer["description"]))
            yield from wrap(clean("  ".join(filter(None, words))), self._width, first="  ", then="      ")
        yield from self._links()
        if record.get("callbacks"):
            yield from ("", self._strong("What the API sends afterwards"))
            for name, sent in record["callbacks"].items():
                facts = (name, f"{sent['method']} {sent['address']}", sent["type"], one_line(sent["summary"]))
                yield from wrap(clean("  ".join(filter(None, facts))), self._width, first="  ", then="      ")
        if record["security"]:
            ways = " or ".join(" with ".join(names) or "nothing" for names in record["security"])
            yield from ("", self._strong("Credentials"))
            yield from wrap(clean(ways), self._width, first="  ", then="      ")

    def lines_of_sent(self, name: str) -> Iterator[str]:
        """Every line of the page of a request that the API sends."""
        record = self._record
        state = "  (deprecated)" if record["deprecated"] else ""
        yield self._strong(f"{name}  {record['method']} {record['path'] or 'to your receiver'}{state}")
        yield from self._wrapped(record["summary"], "")
        if record["description"].strip() != record["summary"].strip():
            yield from self._wrapped(record["description"], "")
        if record["parameters"]:
            yield from ("", self._strong("Parameters"))
            for parameter in record["parameters"]:
                yield from self._field(parameter, parameter["in"])
        yield from self._body()
        yield from ("", self._strong("Answers that it takes"))
        for answer in record["responses"]:
            words = (answer["status"], one_line(answer["description"]))
            yield from wrap(clean("  ".join(filter(None, words))), self._width, first="  ", then="      ")

    def _links(self) -> Iterator[str]:
        """What can follow an answer; each link once."""
        links = {
            (name, link["operation"]): (name, link)
            for answer in self._record["responses"]
            for name, link in answer.get("links", {}).items()
        }
        if links:
            yield from ("", self._strong("Links (--follow NAME)"))
        for name, link in links.values():
            given = [
                f"{key}={value if isinstance(value, str) else shown(value)}"
                for key, value in link["parameters"].items()
            ]
            given += [f"body {shown(link['body'])}"] if "body" in link else []
            target = link["operation"] or "no operation of this document"
            text = f"{name}  {target}{'  with ' if given else ''}{', '.join(given)}"
            yield from wrap(clean(text), self._width, first="  ", then="      ")

    def _strong(self, text: str) -> str:
        return f"{self._bold[0]}{clean(text)}{self._bold[1]}"

    def _signature(self) -> str:
        record = self._record
        fields = list(record["parameters"])
        bodies = list(record["body"]["content"].values()) if record["body"] else []
        if bodies:
            fields += bodies[0]["fields"]
        needed = [f"{field['name']}=…" for field in fields if field["required"]]
        more = ["[NAME=…]"] if any(not field["required"] for field in fields) else []
        if bodies and not bodies[0]["fields"]:
            more.append("-b BODY" if record["body"]["required"] else "[-b BODY]")
        return clean(" ".join([PROGRAM, "call", record["operation_id"], *needed, *more]))

    def _body(self) -> Iterator[str]:
        body = self._record["body"]
        if body is None:
            return
        for index, (name, media_type) in enumerate(body["content"].items()):
            needed = "required" if body["required"] else "optional"
            title = f"Body `{body['name']}`" if body["name"] else "Body"
            yield from ("", self._strong(f"{title}, {needed}: {name}, {media_type['type']}"))
            if body["name"] and index == 0:
                whole = f"As a whole: {body['name']}:=JSON, {body['name']}:=@FILE or -b @FILE."
                yield from wrap(clean(whole), self._width, first="  ", then="      ")
            for field in media_type["fields"]:
                yield from self._field(field, "")
            if "item" in media_type:
                yield from wrap(_ITEMS, self._width, first="  ", then="  ")
                for field in media_type["item"]:
                    yield from self._field(field, "")
            for title, example in media_type.get("examples", {}).items():
                yield from ("", self._strong(f"Example: {one_line(title)}"))
                text = example if isinstance(example, str) else json_text(example)
                yield from (f"  {clean(line)}" for line in text.splitlines())

    def _field(self, field: Mapping[str, Any], location: str) -> Iterator[str]:
        facts = [field["type"] + (f" ({field['format']})" if "format" in field else "")]
        facts += [location] if location else []
        facts += ["required"] if field["required"] else []
        facts += ["deprecated"] if field.get("deprecated") else []
        facts += ["only in answers"] if field.get("read_only") else []
        facts += ["only in requests"] if field.get("write_only") else []
        facts += [f"default {shown(field['default'])}"] if "default" in field else []
        facts += field.get("limits", [])
        facts += [f"one of {_choices(field['enum'])}"] if "enum" in field else []
        facts += [f"such as {_choices(field['such_as'])}"] if "such_as" in field else []
        facts += [f"for example {shown(field['example'])}"] if "example" in field else []
        text = clean(f"{field['name']}  {', '.join(facts)}")
        yield from wrap(text, self._width, first="  ", then="      ")
        yield from self._wrapped(field.get("description", ""), "      ")

    def _wrapped(self, text: str, indent: str) -> Iterator[str]:
        paragraph = clean(text.strip().split("\n\n")[0])
        yield from wrap(paragraph, self._width, first=indent, then=indent)


def _choices(values: list[Any]) -> str:
    out: list[str] = []
    length = 0
    for value in values:
        text = value if isinstance(value, str) else shown(value)
        length += len(text) + 2
        if length > _LONGEST_ENUM:
            return f"{', '.join(out)} and {len(values) - len(out)} more"
        out.append(text)
    return ", ".join(out)
