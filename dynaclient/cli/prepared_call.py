"""A command line for an operation → the operation, its arguments, its body, and the client that calls it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model import Operation
from ..transport.bodies import is_stream_answer
from ..types import MISSING
from .arguments import ArgumentReader
from .failures import CommandError

if TYPE_CHECKING:
    from ..client.sync import Client
    from .setup import Setup


class PreparedCall(NamedTuple):
    """A call given on the command line: an operation, its arguments, its body."""

    operation: Operation
    arguments: Mapping[str, Any]
    body: Any

    def send(self, client: Client) -> Any:
        """Make the call."""
        return client.call(self.operation.operation_id, self.arguments, body=self.body)

    def prepare(self, client: Client) -> Any:
        """The request that would be sent."""
        return client.prepare(self.operation.operation_id, self.arguments, body=self.body)


def read_call(
    setup: Setup, operation_id: str, params: tuple[str, ...], items: tuple[str, ...], options: Mapping[str, Any]
) -> PreparedCall:
    """Read the call from the command line, and type its arguments.

    Args:
        params: arguments by name.
        items: arguments by name, and values for the path by their place.
    """
    operation = setup.operation(operation_id)
    reader = ArgumentReader(setup.document, operation, setup.terminal)
    arguments = reader.read(params, items, options.get("content_type"))
    body = MISSING if options["body"] is None else reader.body(options["body"], options["content_type"])
    if options.get("stream"):
        _check_stream(operation, reader)
    if options.get("stream") and reader.has_stream_field:
        if body is MISSING:
            arguments.setdefault("stream", True)
        elif isinstance(body, dict):
            body = {"stream": True, **body}
    return PreparedCall(operation, arguments, body)


def _check_stream(operation: Operation, reader: ArgumentReader) -> None:
    """Refuse --stream if the document shows neither a field to ask for a stream nor a stream as answer."""
    answers = (name for response in operation.responses.values() for name in response.content)
    if not reader.has_stream_field and not any(is_stream_answer(200, {"Content-Type": name}) for name in answers):
        raise CommandError(
            f"{operation.operation_id} has no field `stream`, and its answer is not a stream. Nothing was sent.",
            fix="Leave --stream out.",
        )


def configured(
    setup: Setup, call: PreparedCall, options: Mapping[str, Any], credentials: Mapping[str, str] | None = None
) -> Client:
    """The client that makes the call.

    Args:
        credentials: None to fetch the keys of the operation's own schemes.
    """
    if credentials is None:
        credentials = setup.credentials(name for names in call.operation.security for name in names)
    changes = {name: options[name] for name in _OF_CLIENT if options.get(name) is not None}
    if options.get("no_validate"):
        changes["validate"] = False
        setup.skips_validation = True
    return setup.client.with_options(credentials=credentials, **changes)


_OF_CLIENT = ("timeout", "deadline", "retries", "rate", "content_type", "compress")
"""Options with the same name and meaning as in the library."""
