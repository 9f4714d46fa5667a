"""`call`: one operation called, and its answer printed. The work is the library's; this strings it together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..types import MISSING
from .arguments import ArgumentReader
from .options import client_options, command, setup_of

if TYPE_CHECKING:
    from ..client import Client
    from ..model import Operation
    from .setup import Setup


class PreparedCall(NamedTuple):
    """What the line asks for: an operation, its arguments, its body."""

    operation: Operation
    arguments: Mapping[str, Any]
    body: Any


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
@click.option("--format", "form", type=click.Choice(("json", "yaml", "table", "raw", "ndjson")), help="How to print.")
@click.option("-o", "--output", metavar="FILE", help="Write the answer to a file, binary or not; - is stdout.")
@click.option("--stream", is_flag=True, help="Ask for a stream, and print it as it arrives.")
@click.option("-v", "--verbose", is_flag=True, help="Request and response lines and headers on stderr.")
@click.option("--dry-run", is_flag=True, help="Show the request; send nothing.")
@click.option("--curl", is_flag=True, help="Show a curl command for the request, without the key; send nothing.")
@click.option("--no-validate", is_flag=True, help="Send what does not fit the document, too.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For each wait.")
@click.pass_context
def call_command(
    ctx: click.Context, /, operation: str, items: tuple[str, ...], params: tuple[str, ...], **options: Any
) -> int:
    """Call an operation and print its answer.

    NAME=TEXT is typed by the document (limit=3 is a number), NAME:=JSON is JSON, NAME=@FILE is text from a file,
    NAME:=@FILE JSON from a file, NAME@FILE an upload; @- is standard input and =@@ begins text with an @. A name
    given again makes a list. path:NAME, query:NAME, header:NAME, cookie:NAME and body:NAME say where a name belongs.
    """
    setup = setup_of(ctx)
    if options["curl"]:
        from .curl import write_curl

        call = read_call(setup, operation, (*params, *items), options)
        return write_curl(setup, call, options)
    from .output import Output, broken_answers

    output = Output(setup.terminal, options["output"], options["select"], options["form"])
    call = read_call(setup, operation, (*params, *items), options)
    client = configured(setup, call, options)
    if options["dry_run"]:
        from .transcript import write_request

        write_request(setup, client.prepare(call.operation.operation_id, call.arguments, body=call.body))
        return 0
    client = client.with_options(stream=True, **_hooks(setup, verbose=options["verbose"]))
    name = call.operation.operation_id
    with (
        output.opened(call.operation) as opened,
        broken_answers(name),
        client.call(name, call.arguments, body=call.body) as response,
    ):
        opened.write(response)
    return 0


def read_call(setup: Setup, operation_id: str, items: tuple[str, ...], options: Mapping[str, Any]) -> PreparedCall:
    """The arguments of a line, read and typed."""
    operation = setup.operation(operation_id)
    reader = ArgumentReader(setup.document, operation, setup.terminal)
    arguments = reader.read(items)
    body = MISSING if options["body"] is None else reader.body(options["body"], options["content_type"])
    if options.get("stream") and reader.has_stream_field:
        if body is MISSING:
            arguments.setdefault("stream", True)
        elif isinstance(body, dict):
            body = {"stream": True, **body}
    return PreparedCall(operation, arguments, body)


def configured(
    setup: Setup, call: PreparedCall, options: Mapping[str, Any], credentials: Mapping[str, str] | None = None
) -> Client:
    """The client that makes the call.

    Args:
        credentials: None to fetch the keys of the operation's own schemes.
    """
    if credentials is None:
        credentials = setup.credentials(name for names in call.operation.security for name in names)
    changes: dict[str, Any] = {}
    if options.get("timeout"):
        changes["timeout"] = options["timeout"]
    if options.get("no_validate"):
        changes["validate"] = False
    if options["content_type"]:
        changes["content_type"] = options["content_type"]
    return setup.client.with_options(credentials=credentials, **changes)


def _hooks(setup: Setup, *, verbose: bool) -> dict[str, Any]:
    before: list[Any] = []
    after: list[Any] = []
    if setup.terminal.shows_progress:
        from .progress import watch_upload

        before.append(lambda request: watch_upload(setup.terminal, request))
    if verbose:
        from .transcript import Transcript

        transcript = Transcript(setup)
        before.append(transcript.request)
        after.append(transcript.response)
    return {"on_request": before, "on_response": after}
