"""`call`: one operation called, and its answer printed. The work is the library's; this strings it together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .failures import CommandError
from .formats import FORMATS
from .options import client_options, command, count, seconds, setup_of
from .prepared_call import PreparedCall, configured, read_call

if TYPE_CHECKING:
    from ..response.page_rules import PageRule
    from .setup import Setup


def argument_options(function: Any) -> Any:
    """OPERATION, its arguments and body, and where they go."""
    for option in (
        click.option("--content-type", metavar="TYPE", help="The media type to send the body as."),
        click.option("-b", "--body", metavar="BODY", help="The whole body: what is written, @FILE, or - for stdin."),
        click.option("-p", "--param", "params", multiple=True, metavar="NAME=…", help="An argument, as below."),
        click.argument("items", nargs=-1, metavar="[NAME=VALUE]..."),
        click.argument("operation"),
    ):
        function = option(function)
    return client_options(function)


@command("call", "Call an operation.")
@argument_options
@click.option("--select", metavar="PATH", help="A part of the answer: JMESPath, or a JSON Pointer from its first /.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print.")
@click.option("-o", "--output", metavar="FILE", help="Write the answer to a file, binary or not; - is stdout.")
@click.option("--all", "all_pages", is_flag=True, help="Every item of every page of a list, a line of JSON for each.")
@click.option("--page-rule", "page_rules", multiple=True, metavar="FIELD=VALUE", help="How pages follow, for --all.")
@click.option("--stream", is_flag=True, help="Ask for a stream, and print its text, or each event, as it arrives.")
@click.option("-v", "--verbose", is_flag=True, help="Requests, responses and attempts on stderr; no key, no body.")
@click.option("--dry-run", is_flag=True, help="Show the request; send nothing.")
@click.option("--curl", is_flag=True, help="Show a curl command for the request, without the key; send nothing.")
@click.option("--no-validate", is_flag=True, help="Send what does not fit the document, too.")
@click.option("--timeout", type=seconds, metavar="SECONDS", help="To connect, and between bytes of the answer.")
@click.option("--deadline", type=seconds, metavar="SECONDS", help="For each call in all, with its retries and stream.")
@click.option("--retries", type=count, metavar="N", help="Attempts after a failed one; 0 for none.")
@click.pass_context
def call_command(
    ctx: click.Context, /, operation: str, items: tuple[str, ...], params: tuple[str, ...], **options: Any
) -> int:
    """Call an operation and print its answer.

    NAME=TEXT is typed by the document (limit=3 is a number), NAME:=JSON is JSON, NAME=@FILE is text from a file,
    NAME:=@FILE JSON from a file, NAME@FILE an upload; @- is standard input and =@@ begins text with an @. A name
    given again makes a list. path:NAME, query:NAME, header:NAME, cookie:NAME and body:NAME say where a name belongs.
    """
    from .output import Output

    setup = setup_of(ctx)
    refuse_what_excludes(options)
    output = Output(setup.terminal, options["output"], options["select"], options["form"])
    call = read_call(setup, operation, (*params, *items), options)
    rule = _page_rule(setup, call, options)
    if options["curl"] or options["dry_run"]:
        return _show(setup, call, options)
    client = configured(setup, call, options)
    hooks = _hooks(setup, verbose=options["verbose"])
    if rule is not None:
        from .paging import write_pages

        write_pages(setup, call, rule, output, hooks, client)
        return 0
    client = client.with_options(stream=True, **hooks)
    with (
        output.opened(call.operation) as opened,
        client.call(call.operation.operation_id, call.arguments, body=call.body) as response,
    ):
        opened.write(response)
    return 0


_EXCLUDING = (
    ("all_pages", "stream", "--all writes the items of many answers, and --stream the events of one."),
    ("dry_run", "curl", "--dry-run shows the request as it is sent, and --curl as a command."),
)


def refuse_what_excludes(options: Mapping[str, Any]) -> None:
    """Refuse options that contradict each other, before anything else is done."""
    for one, other, why in _EXCLUDING:
        if options[one] and options[other]:
            raise CommandError(why, fix="Leave one of them out.")
    if options["all_pages"] and options["form"] == "raw":
        raise CommandError(
            "--format raw is an answer as the server sent it, and --all takes the items out of many.",
            fix="Leave --format out for a line of each.",
        )
    if options["page_rules"] and not options["all_pages"]:
        raise CommandError("--page-rule says how pages follow, and is for --all only.", fix="Add --all.")


def _page_rule(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> PageRule | None:
    """How pages follow, where all of them are wanted."""
    if not options["all_pages"]:
        return None
    from .paging import read_rule

    return read_rule(setup, call.operation, options["page_rules"])


def _show(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> int:
    """The request, or a command for it, instead of sending it."""
    if options["all_pages"]:
        setup.terminal.note("This is the request for the first page; the ones after it follow from the answers.")
    if options["curl"]:
        from .curl import write_curl

        return write_curl(setup, call, options)
    from .transcript import write_request

    client = configured(setup, call, options)
    write_request(setup, client.prepare(call.operation.operation_id, call.arguments, body=call.body))
    return 0


def _hooks(setup: Setup, *, verbose: bool) -> dict[str, Any]:
    before: list[Any] = []
    after: list[Any] = []
    again: list[Any] = []
    if setup.terminal.shows_progress:
        from .progress import watch_upload

        before.append(lambda request: watch_upload(setup.terminal, request))
    if verbose:
        from .transcript import Transcript

        transcript = Transcript(setup)
        before.append(transcript.request)
        after.append(transcript.response)
        again.append(transcript.attempt)
    elif setup.terminal.shows_progress:
        from .progress import explain_wait

        again.append(lambda attempt: explain_wait(setup.terminal, attempt))
    return {"on_request": before, "on_response": after, "on_retry": again}
