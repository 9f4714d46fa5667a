"""`request`: sends a request that the document does not have. Options and output are those of `call`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..model.media_types import family_of
from ..request.raw import RawTarget
from .arguments import ArgumentReader
from .call_command import call_command, send_call
from .commands import PROGRAM
from .failures import CommandError
from .options import client_options, command, setup_of

if TYPE_CHECKING:
    from ..client.sync import Client
    from ..model import Operation
    from .setup import Setup

_IN_QUERY = ("GET", "HEAD")
"""Methods whose bare NAME=VALUE goes into the query, since they have no body."""


class RawCall(NamedTuple):
    """A request from the command line: a stand-in for its operation, and the arguments of `Client.request`."""

    operation: Operation
    method: str
    path: str
    content: Mapping[str, Any]

    def send(self, client: Client) -> Any:
        """Send it."""
        return client.request(self.method, self.path, **self.content)

    def prepare(self, client: Client) -> Any:
        """The request that would be sent."""
        return client.prepare_request(self.method, self.path, **self.content)


class RequestLine(click.Command):
    """A request; the options that need an operation say so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if any(error.option_name in option.opts for option in call_command.params):
                raise CommandError(
                    f"request: {error.option_name} works with an operation, which the document describes.",
                    fix=f"Leave it out, or call the operation: `{PROGRAM} OPERATION … {error.option_name}`.",
                ) from None
            raise


@command("request", "Send any request to the document's server.", cls=RequestLine)
@client_options
@click.argument("method", required=False)
@click.argument("path", required=False)
@click.argument("items", nargs=-1, metavar="[NAME=VALUE]...")
@click.pass_context
def request_command(
    ctx: click.Context,
    /,
    method: str | None,
    path: str | None,
    items: tuple[str, ...],
    params: tuple[str, ...],
    **options: Any,
) -> int:
    """Send a request that the document need not have, and print its answer: METHOD PATH, or METHOD URL.

    It goes to the document's server, with the credentials of the document's root `security`; an absolute URL of another
    origin gets none. -b is the body: JSON, or with --content-type whatever that is. NAME=TEXT, NAME:=JSON and NAME@FILE
    are fields of the body (with GET and HEAD, of the query); query:NAME=… and header:NAME=… go there.
    """
    setup = setup_of(ctx)
    return send_call(setup, _read(setup, method, path, (*params, *items), options), options)


_SHARED = (
    "content_type",
    "body",
    "params",
    "select",
    "form",
    "output",
    "stream",
    "verbose",
    "dry_run",
    "curl",
    "timeout",
    "deadline",
    "retries",
    "rate",
    "compress",
    "validate_responses",
)
"""Options of `call` that a request has too."""

request_command.params += [option for option in call_command.params if option.name in _SHARED]


def _read(
    setup: Setup, method: str | None, path: str | None, items: tuple[str, ...], options: Mapping[str, Any]
) -> RawCall:
    """Read the request from the command line."""
    if method is None:
        raise CommandError(
            "request takes a method and a path; both are missing.",
            fix=f"For example: {PROGRAM} request POST /responses -b @body.json.",
        )
    if path is None:
        lacking, line = ("method", f"GET {method}") if "/" in method else ("path", f"{method.upper()} /path")
        raise CommandError(
            f"request takes a method and a path; the {lacking} is missing.",
            fix=f"For example: {PROGRAM} request {line}.",
        )
    target = RawTarget.of(method, path)
    operation = target.operation(setup.document)
    reader = ArgumentReader(setup.document, operation, setup.terminal)
    content: dict[str, Any] = {"query": {}, "headers": {}}
    fields: dict[str, Any] = {}
    for name, value in reader.read(items).items():
        place, separator, rest = name.partition(":")
        if separator and place in _PLACES:
            content[_PLACES[place]][rest] = value
        elif separator and place == "body":
            fields[rest] = value
        elif target.method in _IN_QUERY:
            content["query"][name] = value
        else:
            fields[name] = value
    content |= _body(reader, fields, {item.partition("@")[0] for item in items if _is_upload(item)}, options)
    if options["stream"] and isinstance(content.get("json"), dict):
        content["json"] = {"stream": True, **content["json"]}
    return RawCall(operation, method, path, content)


_PLACES = {"query": "query", "header": "headers"}


def _is_upload(item: str) -> bool:
    name, at, _ = item.partition("@")
    return bool(at) and "=" not in name


def _body(
    reader: ArgumentReader, fields: Mapping[str, Any], uploads: set[str], options: Mapping[str, Any]
) -> dict[str, Any]:
    """The body as arguments of `Client.request`."""
    kind = options["content_type"]
    if options["body"] is not None:
        if fields:
            raise CommandError("-b gives the whole body, and NAME=VALUE a field of it.", fix="Use one of them.")
        value = reader.body(options["body"], kind)
        return {"json": value} if kind is None or family_of(kind).name == "json" else {"data": value}
    if not fields:
        return {}
    files = {name: value for name, value in fields.items() if name in uploads}
    rest = {name: value for name, value in fields.items() if name not in uploads}
    if files:
        return {"files": files, "data": rest} if rest else {"files": files}
    return {"json": rest} if kind is None or family_of(kind).name == "json" else {"data": rest}
