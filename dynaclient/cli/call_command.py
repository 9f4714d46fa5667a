"""`call`: calls one operation and prints its answer. The library does the work; this connects the parts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .call_line import CallLine
from .failures import CommandError
from .formats import FORMATS
from .options import client_options, command, count, rate, seconds, setup_of, validation_of_answers
from .prepared_call import PreparedCall, configured, read_call

if TYPE_CHECKING:
    from .output import Output
    from .setup import Setup


def argument_options(function: Any) -> Any:
    """OPERATION, its arguments and body, and the options for the client."""
    for option in (
        click.option("--content-type", metavar="TYPE", help="The media type to send the body as."),
        click.option("-b", "--body", metavar="BODY", help="The whole body: its text, @FILE, or - for stdin."),
        click.option("-p", "--param", "params", multiple=True, metavar="NAME=…", help="An argument, like NAME=VALUE."),
        click.argument("items", nargs=-1, metavar="[VALUE]... [NAME=VALUE]..."),
        click.argument("operation"),
    ):
        function = option(function)
    return client_options(function)


@command("call", "Call an operation.", cls=CallLine)
@argument_options
@click.option("--select", metavar="PATH", help="A part of the answer: JMESPath, or a JSON Pointer that begins with /.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The output format.")
@click.option("-o", "--output", metavar="FILE", help="Write the answer, text or binary, to a file; - is stdout.")
@click.option("--all", "all_pages", is_flag=True, help="Print every item of every page of a list, one JSON line each.")
@click.option("--page-rule", "page_rules", multiple=True, metavar="FIELD=VALUE", help="How --all finds the next page.")
@click.option(
    "--resume", metavar="STATE", help="With --all: keep the page reached in this file, to go on after a crash."
)
@click.option("--stream", is_flag=True, help="Ask for a stream, and print its text, or each event, as it arrives.")
@click.option("--until", "waits", multiple=True, metavar="FIELD[=VALUE]", help="Poll until the answer has this value.")
@click.option(
    "--follow",
    "follows",
    multiple=True,
    metavar="NAME",
    help="Then make the call of this link of the answer, or GET the address in its header. Repeat it for a chain.",
)
@validation_of_answers
@click.option("-v", "--verbose", is_flag=True, help="Show requests and responses on stderr; no keys, no bodies.")
@click.option("--dry-run", is_flag=True, help="Show the request; send nothing.")
@click.option("--curl", is_flag=True, help="Show a curl command for the request, without the key; send nothing.")
@click.option("--no-validate", is_flag=True, help="Send the request even if it does not fit the document.")
@click.option(
    "--timeout", type=seconds, metavar="SECONDS", help="The limit to connect, and between bytes of the answer."
)
@click.option(
    "--deadline", type=seconds, metavar="SECONDS", help="The total for each call, with its retries and stream."
)
@click.option("--retries", type=count, metavar="N", help="How often to retry a failed attempt; 0 for never.")
@click.option("--rate", type=rate, metavar="RATE", help="The most requests: 60/s, 500/min or 10/h.")
@click.option("--compress", is_flag=True, help="Compress the body of the request with gzip.")
@click.pass_context
def call_command(
    ctx: click.Context, /, operation: str, items: tuple[str, ...], params: tuple[str, ...], **options: Any
) -> int:
    """Call an operation and print its answer. OPERATION --help describes the operation.

    A VALUE alone is for the path, in its order: getRun thread_1 run_2. NAME=TEXT gets its type from the document
    (limit=3 is a number), NAME:=JSON is JSON, NAME=@FILE is text from a file, NAME:=@FILE is JSON from a file,
    NAME@FILE uploads a file; @- is standard input, and NAME=@@TEXT is the text @TEXT. Repeat a name to make a list.
    path:NAME, query:NAME, header:NAME, cookie:NAME and body:NAME distinguish arguments of the same name.
    """
    setup = setup_of(ctx)
    refuse_what_excludes(options)
    call = read_call(setup, operation, params, items, options)
    rule = _page_rule(setup, call, options)
    until = _until(setup, call, options)
    if options["follows"]:
        from .following import check_names

        check_names(call.operation, options["follows"])
    is_plain = rule is None and until is None and not options["follows"]
    if is_plain or options["curl"] or options["dry_run"]:
        return send_call(setup, call, options)
    hooks = _hooks(setup, verbose=options["verbose"])
    if options["follows"]:
        _follow(setup, call, options, hooks)
        return 0
    output, client = _output(setup, options), configured(setup, call, options)
    if rule is not None and options["resume"]:
        from .pulling import write_resumed

        return write_resumed(setup, client.with_options(**hooks), call, rule, options)
    if rule is not None:
        from .paging import write_pages

        write_pages(setup, call, rule, output, hooks, client)
        return 0
    from .polling import write_polled

    write_polled(setup, call, until, options["deadline"], output, client.with_options(**hooks))
    return 0


def _follow(setup: Setup, call: PreparedCall, options: Mapping[str, Any], hooks: Mapping[str, Any]) -> None:
    """Make the call, and those that its links lead to, with the keys of all of them."""
    from .following import schemes_of, write_followed

    keys = setup.credentials(schemes_of(setup, call.operation, options["follows"]))
    client = configured(setup, call, options, keys).with_options(**hooks)
    write_followed(setup, call, options["follows"], _output(setup, options), client)


def send_call(setup: Setup, call: Any, options: Mapping[str, Any]) -> int:
    """Send a call or a request and write its answer, or show it.

    Args:
        call: a `PreparedCall`, or a `RawCall`.
    """
    refuse_what_excludes(options)
    output = _output(setup, options)
    if options["curl"] or options["dry_run"]:
        return _show(setup, call, options)
    hooks = _hooks(setup, verbose=options["verbose"])
    client = configured(setup, call, options).with_options(stream=not setup.checks_answers, **hooks)
    with output.opened(call.operation) as opened, call.send(client) as response:
        opened.write(response)
    return 0


def _output(setup: Setup, options: Mapping[str, Any]) -> Output:
    from .output import Output

    return Output(setup.terminal, options["output"], options["select"], options["form"])


_EXCLUDING = (
    ("all_pages", "stream", "--all prints the items of many answers, but --stream the events of one."),
    ("all_pages", "waits", "--all prints the items of a list, but --until polls for one answer."),
    ("stream", "waits", "--stream prints a stream, which ends by itself, but --until polls."),
    ("compress", "curl", "--compress sends a body in gzip, which a command line cannot show."),
    ("all_pages", "follows", "--all prints the items of a list, but --follow goes on from one answer."),
    ("stream", "follows", "--stream prints a stream, but --follow goes on from one answer."),
    ("waits", "follows", "--until asks for what the answer is about by itself, but --follow for what you name."),
    ("dry_run", "curl", "--dry-run shows the request itself, but --curl a command for it."),
)


def refuse_what_excludes(options: Mapping[str, Any]) -> None:
    """Refuse options that contradict each other, before doing anything else."""
    for one, other, why in _EXCLUDING:
        if options.get(one) and options.get(other):
            raise CommandError(why, fix="Leave one of them out.")
    if options.get("all_pages") and options["form"] == "raw":
        raise CommandError(
            "--format raw prints one answer unchanged, but --all prints the items of many.",
            fix="Leave out --format to print one line for each item.",
        )
    if options.get("page_rules") and not options["all_pages"]:
        raise CommandError("--page-rule only works with --all.", fix="Add --all.")
    if options.get("resume"):
        _refuse_to_resume(options)


def _refuse_to_resume(options: Mapping[str, Any]) -> None:
    """Refuse --resume without a list and a file that only grows."""
    if not options["all_pages"]:
        raise CommandError("--resume only works with --all.", fix="Add --all.")
    if options["output"] in (None, "-"):
        raise CommandError("--resume needs a file that it can go on with.", fix="Name it with -o FILE.")
    if options["form"] not in (None, "ndjson"):
        raise CommandError(
            f"--resume writes one JSON value a line, but --format {options['form']} is written at the end.",
            fix="Leave out --format.",
        )
    suffix = os.path.splitext(options["output"])[1].lower()
    if suffix not in ("", ".jsonl", ".ndjson"):
        raise CommandError(
            f"--resume writes one JSON value a line, which is not {suffix}.",
            fix="Name the file FILE.jsonl, or use `pull` for Parquet.",
        )


def _page_rule(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of the page rule, with --all; else None."""
    if not options["all_pages"]:
        return None
    from .paging import read_rule

    return read_rule(setup, call, options["page_rules"])


def _until(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> Any:
    """What --until waits for; else None."""
    if not options["waits"]:
        return None
    from .polling import read_until

    return read_until(setup.document, call, options["waits"])


def _show(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> int:
    """Show the request, or a command for it, instead of sending it."""
    if options.get("all_pages"):
        setup.terminal.note("This is the request for the first page; later requests depend on the answers.")
    elif options.get("waits"):
        setup.terminal.note("This is the first request; --until then asks again for what it is about.")
    elif options.get("follows"):
        setup.terminal.note("This is the request of the call itself; what --follow asks for depends on its answer.")
    if options["curl"]:
        from .curl import write_curl

        return write_curl(setup, call, options)
    from .transcript import write_request

    client = configured(setup, call, options)
    write_request(setup, call.prepare(client))
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
