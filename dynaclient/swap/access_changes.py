"""What changed in the way to an operation: its route, servers and security, and the operation as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from .._support.urls import without_secrets
from ..document.names import TEMPLATE
from ..model import Operation, Server
from ..model.schemes import SecurityScheme
from ..model.values import SecurityRequirement
from .changes import Change
from .sides import OperationPair

_ROOT = Server("/")


def route_of(operation: Operation) -> tuple[str, str]:
    """Method and path, without the names of the parameters in it."""
    return operation.method, TEMPLATE.sub("{}", operation.path)


def access_changes(pair: OperationPair) -> Iterator[Change]:
    """The changes of an operation apart from what it takes and answers."""
    old, new = pair.old, pair.new
    if old.operation_id != new.operation_id:
        yield pair.change("operation-renamed", f"it is called {new.operation_id!r} now")
    if route_of(old) != route_of(new):
        now, was = (f"{one.method.upper()} {one.path}" for one in (new, old))
        yield pair.change("route-changed", f"its route is {now} now, and was {was}")
    if old.deprecated != new.deprecated:
        kind = "operation-deprecated" if new.deprecated else "flag-removed"
        yield pair.change(kind, f"it is {'now' if new.deprecated else 'no longer'} deprecated")
    pair.sides.collected.texts += (old.summary != new.summary) + (old.description != new.description)
    pair.sides.collected.texts += old.tags != new.tags
    yield from _servers(pair)
    yield from _security(pair)


def _servers(pair: OperationPair) -> Iterator[Change]:
    old, new = pair.old.servers or (_ROOT,), pair.new.servers or (_ROOT,)
    before, after = _address(old[0]), _address(new[0])
    if before != after:
        yield pair.change("server-changed", f"its server is {after} now, and was {before}", "server")
    befores, afters = list(map(_address, old)), list(map(_address, new))
    for address in befores[1:]:
        if address not in afters:
            yield pair.change("server-removed", f"the server {address} is gone", "server")
    for address in afters:
        if address not in befores and address != after:
            yield pair.change("server-added", f"the server {address} is new", "server")
    if before == after:
        yield from _variables(pair, old[0], new[0])


def _variables(pair: OperationPair, old: Server, new: Server) -> Iterator[Change]:
    for name, variable in old.variables.items():
        lost = [value for value in variable.enum if new.variables[name].enum and value not in new.variables[name].enum]
        if lost:
            text = f"its variable {name!r} can no longer be {', '.join(lost)}"
            yield pair.change("server-removed", text, "server")


def _address(server: Server) -> str:
    """The URL without its secrets, and with the defaults of its variables, which are named."""
    url = without_secrets(server.url).rstrip("/") or "/"
    values = [f"{name}={variable.default}" for name, variable in sorted(server.variables.items())]
    return f"{url} ({', '.join(values)})" if values else url


# security


def _security(pair: OperationPair) -> Iterator[Change]:
    old, new = pair.old.security, pair.new.security
    if not old:
        if new and () not in map(tuple, new):
            yield pair.change("security-added", f"it needs credentials for {_words(new)} now", "security")
        return
    if not new or (() in map(tuple, new) and () not in map(tuple, old)):
        yield pair.change("security-relaxed", "it needs no credentials any more", "security")
        if not new:
            return
    for requirement in old:
        yield from _requirement(pair, requirement, new)
    if any(set(requirement) not in [set(other) for other in old] for requirement in new if requirement):
        added = [requirement for requirement in new if set(requirement) not in [set(other) for other in old]]
        if all(_is_met(requirement, new) for requirement in old):
            yield pair.change("security-relaxed", f"credentials for {_words(added)} will do too", "security")


def _requirement(
    pair: OperationPair, old: SecurityRequirement, new: tuple[SecurityRequirement, ...]
) -> Iterator[Change]:
    """The changes of one way to be let in."""
    enough = [other for other in new if set(other) <= set(old)]
    if not enough:
        left = _words(new)
        what = f"credentials for {_words((old,))} are" if old else "a call without credentials is"
        yield pair.change("security-removed", f"{what} no longer enough; left: {left}", "security")
        return
    best = min(enough, key=lambda other: (sum(len(set(other[name]) - set(old[name])) for name in other), -len(other)))
    for name in best:
        before, after = pair.sides.old_schemes.get(name), pair.sides.new_schemes.get(name)
        if before is not None and after is not None and _form(before) != _form(after):
            text = (
                f"the credential for {name!r} goes to {after.place_in_words} now, and went to {before.place_in_words}"
            )
            yield pair.change("security-changed", text, "security")
        scopes = [scope for scope in best[name] if scope not in old[name]]
        if scopes:
            text = f"the credential for {name!r} needs the scope {', '.join(scopes)} now"
            yield pair.change("security-scope-added", text, "security")


def _is_met(old: SecurityRequirement, new: tuple[SecurityRequirement, ...]) -> bool:
    return any(set(other) <= set(old) for other in new)


def _form(scheme: SecurityScheme) -> tuple[str, str]:
    return scheme.kind.name, scheme.place_in_words


def _words(requirements: tuple[SecurityRequirement, ...] | list[SecurityRequirement]) -> str:
    return ", or ".join(" with ".join(map(repr, requirement)) or "nothing" for requirement in requirements)
