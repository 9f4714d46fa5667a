"""`call --all`: writes the items of a list, page after page. The library knows how pages follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DynaclientError
from ..response.page_rules import PageRule, rule_of
from .failures import CommandError
from .items import ItemWriter

if TYPE_CHECKING:
    from ..model import Operation
    from .output import Output
    from .prepared_call import PreparedCall
    from .setup import Setup

_EXTENSIONS = frozenset(("x-pagination", "x-ms-pageable"))
_WORDS = {"true": True, "false": False}


def read_rule(setup: Setup, operation: Operation, texts: Iterable[str]) -> PageRule:
    """The rule for finding an operation's next page: fields from the command line override those from the document.

    Raises:
        CommandError: neither has a rule. Only one page would be printed, without a hint that there are more.
    """
    given = dict(map(_field, texts))
    rule = rule_of(setup.document, operation, given or None)
    if given or _is_shown(operation, rule):
        return rule
    raise CommandError(
        f"{operation.operation_id}: the document does not show how to get the next page: there is no parameter "
        "such as after, page or offset, no field such as next, and no Link header. Nothing was sent.",
        fix="Leave --all out (--format ndjson writes the items of one answer), or set a rule, as in "
        "--page-rule kind=link or --page-rule kind=offset --page-rule parameter=NAME.",
    )


def _is_shown(operation: Operation, rule: PageRule) -> bool:
    if rule.kind != "link" or rule.next or _EXTENSIONS & operation.extensions.keys():
        return True
    return any(name.lower() == "link" for response in operation.responses.values() for name in response.headers)


def _field(text: str) -> tuple[str, Any]:
    """`first=1`, `empty_pages=true`, `items=/results`."""
    name, separator, value = text.partition("=")
    if not separator:
        raise CommandError(
            f"--page-rule takes FIELD=VALUE, not {text!r}.", fix="For example: --page-rule items=/results."
        )
    return name, int(value) if value.isascii() and value.isdigit() else _WORDS.get(value, value)


def write_pages(
    setup: Setup, call: PreparedCall, rule: PageRule, output: Output, hooks: Mapping[str, Any], client: Any
) -> None:
    """Write every item of every page as soon as its page arrives."""
    from .progress import PageCount

    terminal = setup.terminal
    appears = output.path in (None, "-") and terminal.is_interactive and output.form != "table"
    with output.opened(call.operation) as writer, PageCount(terminal, is_shown=not appears) as count:
        hooks = {**hooks, "on_request": [*hooks["on_request"], count.asked]}
        pages = client.with_options(**hooks).paginate(
            call.operation.operation_id, call.arguments, rule=rule, body=call.body
        )
        with writer.text() as text:
            items = ItemWriter(text, output.select, output.form)
            try:
                for item in pages:
                    items.write(item)
                    count.came(items.count)
            except DynaclientError:
                if writer.file is None and output.form != "table" and items.count:
                    setup.items_written = items.count
                raise
            items.finish()
