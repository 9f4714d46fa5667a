"""`call --follow`: makes the calls that links of the answers lead to, one after the other. The library finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .._support.spelling import misspelt_among
from ..errors import DeadlineExceeded, DynaclientError, RequestError
from .failures import CommandError
from .own_words import in_own_words

if TYPE_CHECKING:
    from ..client.sync import Client
    from ..model import Link, Operation
    from .output import Output
    from .prepared_call import PreparedCall
    from .setup import Setup

_HEADERS = ("location", "operation-location", "content-location", "azure-asyncoperation")


def check_names(operation: Operation, names: Sequence[str]) -> None:
    """Refuse a name that misspells a link of the operation, before the call changes anything."""
    declared = _links(operation)
    name = names[0]
    meant = None if name in declared or name.lower() in _HEADERS else misspelt_among(name, declared)
    if meant is not None:
        raise CommandError(
            f"{operation.operation_id} has no link {name!r}. Did you mean {meant!r}? Nothing was sent.",
            fix=f"Write --follow {meant}.",
        )
    unfound = [link for link in _declared(operation, name) if not link.operation_id]
    if unfound and len(unfound) == len(_declared(operation, name)):
        raise CommandError(
            f"{operation.operation_id}: the link {name!r} leads to no operation of this document: {unfound[0].unfound} "
            "Nothing was sent.",
            fix=f"It is at {unfound[0].pointer}.",
        )


def _declared(operation: Operation, name: str) -> list[Link]:
    """The links of a name, for all statuses."""
    return [response.links[name] for response in operation.responses.values() if name in response.links]


def _links(operation: Operation) -> dict[str, str]:
    """The names of the links that an operation's answers may have, with the operations that they lead to."""
    return {
        name: link.operation_id for response in operation.responses.values() for name, link in response.links.items()
    }


def schemes_of(setup: Setup, operation: Operation, names: Iterable[str]) -> list[str]:
    """The security schemes of the calls: those of the links; all of them for an address that a server names."""
    found = [operation]
    for name in names:
        target = _links(found[-1]).get(name)
        if not target:
            return list(setup.document.security_schemes)
        found.append(setup.client.operations[target])
    return [name for one in found for requirement in one.security for name in requirement]


def write_followed(setup: Setup, call: PreparedCall, names: Sequence[str], output: Output, client: Client) -> None:
    """Make the call, follow the links of its answers, and write the last answer."""
    failure: DynaclientError | None = None
    with output.opened(call.operation) as opened:  # an error that leaves it would take the answer away
        printed = "printed" if opened.file is None else "in the file"
        last: Any = call.send(client)
        made = "The call itself was made; its answer is"
        try:
            for name in names:
                before, last = last, last.follow(name)
                before.close()
                made = "The calls before it were made; the last answer is"
        except RequestError as error:
            failure = CommandError(f"{in_own_words(str(error))}.", fix=f"{made} {printed}.")
        except DeadlineExceeded as error:
            failure = error
            setup.waited_for = f" The call itself was made; its last answer is {printed}."
        with last:
            opened.write(last)
    if failure is not None:
        raise failure
