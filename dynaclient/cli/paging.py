"""`call --all`: writes the items of a list, page after page. The library knows how pages follow."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DynaclientError, HTTPStatusError, TransportError
from ..request.values import Arguments
from ..response.page_rules import find_rule
from ..response.refusals import refuse_stream
from .failures import CommandError
from .items import ItemWriter

if TYPE_CHECKING:
    from ..client.pages import Pages
    from .output import Output
    from .prepared_call import PreparedCall
    from .setup import Setup

_WORDS = {"true": True, "false": False}


def read_rule(setup: Setup, call: PreparedCall, texts: Iterable[str]) -> dict[str, Any]:
    """The fields of the page rule that the command line gives; they override those from the document.

    Raises:
        CommandError: neither has a rule. Only one page would be printed, without a hint that there are more.
        RequestError: the operation answers with a stream.
    """
    operation = call.operation
    refuse_stream(setup.document, operation, Arguments(call.arguments, call.body), "has no pages")
    given = dict(map(_field, texts))
    _, certainty = find_rule(setup.document, operation, given or None)
    if certainty != "unknown":
        return given
    raise CommandError(
        f"{operation.operation_id}: the document does not show how to get the next page: there is no parameter "
        "such as after, page or offset, no field such as next, and no Link header. Nothing was sent.",
        fix="`call` without --all prints one answer (--format ndjson its items); or set a rule, as in "
        "--page-rule kind=link or --page-rule kind=offset --page-rule parameter=NAME.",
    )


def _field(text: str) -> tuple[str, Any]:
    """`first=1`, `empty_pages=true`, `items=/results`."""
    name, separator, value = text.partition("=")
    if not separator:
        raise CommandError(
            f"--page-rule takes FIELD=VALUE, not {text!r}.", fix="For example: --page-rule items=/results."
        )
    return name, int(value) if value.isascii() and value.isdigit() else _WORDS.get(value, value)


def write_pages(
    setup: Setup, call: PreparedCall, rule: Mapping[str, Any], output: Output, hooks: Mapping[str, Any], client: Any
) -> None:
    """Write every item of every page as soon as its page arrives."""
    from .progress import PageCount

    terminal = setup.terminal
    appears = output.path in (None, "-") and terminal.is_interactive and output.form != "table"
    with output.opened(call.operation) as writer, PageCount(terminal, is_shown=not appears) as count:
        hooks = {**hooks, "on_request": [*hooks["on_request"], count.asked]}
        pages = client.with_options(**hooks).paginate(
            call.operation.operation_id, call.arguments, rule=rule or None, body=call.body
        )
        with writer.text() as text:
            items = ItemWriter(text, output.select, output.form)
            try:
                for item in pages:
                    items.write(item)
                    count.came(items.count)
            except DynaclientError as error:
                if writer.file is None and output.form != "table" and items.count:
                    setup.items_written = items.count
                    setup.next_page = _next_argument(pages, error)
                raise
            items.finish()


def _next_argument(pages: Pages, error: DynaclientError) -> str:
    """The argument that goes on with the page that could not be fetched, or "" if there is none."""
    if not isinstance(error, (TransportError, HTTPStatusError)):  # in the middle of a page, or of a circle
        return ""
    for name, value in (pages.next or {}).items():
        if name in {parameter.name for parameter in pages.operation.parameters}:
            return shlex.quote(f"{name}={value}")
    return ""
