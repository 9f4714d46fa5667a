"""Candidates for the last word of a command line: commands, operations, arguments, values, files."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from typing import Any

import click

from ..model import Operation
from ..request.binding import Binder
from ..request.values import LOCATIONS
from ..schema.view import items_of, types_of, values_of
from .descriptions import describe_schema
from .formats import json_text
from .profiles import profiles_path, read_profiles
from .setup import Setup
from .terminal import one_line

Candidate = tuple[str, str]
"""A complete word, and its meaning."""

FILE = "(file)"
"""The meaning of files and folders, which tells a shell to quote their names."""

_MEANING = 60
"""The maximum length of a meaning."""

_TAKES_OPERATION = ("call", "show", "explain")
_TAKES_ARGUMENTS = ("call", "explain")
_TAKES_FILE = ("check", "bundle", "verify")
_WORDS = {
    "completion": ("bash", "zsh", "fish"),
    "cache": ("show", "clear", "prune"),
    "request": ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
}
"""Command → the words that its argument may be."""

_FILE_OPTIONS = ("--spec", "--overlay", "-o", "--output", "-b", "--body", "--record", "--replay")


def split_line(line: str) -> tuple[list[str], str]:
    """The words before the last one, without the program's name, and the last one as typed so far."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # an open quote: its content is the last word
        words.append(lexer.token)
        return words[1:-1], words[-1]
    if line[-1:].isspace() or not words:
        words.append("")
    return words[1:-1], words[-1]


def candidates(setup: Setup, words: list[str], last: str) -> Iterator[Candidate]:
    """All candidates for the last word."""
    from .application import dynaclient

    context = click.Context(dynaclient, info_name="dynaclient", obj=setup)
    positional, waiting = _read(setup, dynaclient, words)
    name = positional[0] if positional else ""
    guessed = bool(name) and _is_call(setup, name)
    command = dynaclient.get_command(context, "call" if guessed else name) if name else None
    if waiting is not None:
        yield from _option_values(setup, waiting, last, positional if guessed else positional[1:])
    elif last.startswith("-"):
        yield from _options(command or dynaclient, last)
    elif not name:
        found = [(n, _help(dynaclient.get_command(context, n))) for n in dynaclient.list_commands(context)]
        yield from (pair for pair in found if pair[0].startswith(last))
        yield from _operations(setup, last)
    else:
        rest = positional if guessed else positional[1:]
        yield from _arguments(setup, "call" if guessed else name, rest, last)


def _read(setup: Setup, group: click.Command, words: list[str]) -> tuple[list[str], click.Option | None]:
    """The words that are not options, and the option whose value comes next. Applies the document's."""
    positional: list[str] = []
    waiting: click.Option | None = None
    for word in words:
        if waiting is not None:
            _apply(setup, waiting, word)
            waiting = None
        elif word.startswith("-") and len(word) > 1:
            flag, separator, value = word.partition("=")
            option = _option(_current(setup, group, positional), flag)
            if option is None or option.is_flag:
                setup.means_command = setup.means_command or flag == "--command"
                continue
            if separator:
                _apply(setup, option, value)
            else:
                waiting = option
        else:
            positional.append(word)
    return positional, waiting


def _is_call(setup: Setup, name: str) -> bool:
    """Whether the first word is an operation to call."""
    from .commands import COMMANDS, FIRST
    from .words import is_operation

    return name not in COMMANDS or (name not in FIRST and not setup.means_command and is_operation(setup, name))


def _current(setup: Setup, group: click.Command, positional: list[str]) -> click.Command:
    if not positional or not isinstance(group, click.Group):
        return group
    name = "call" if _is_call(setup, positional[0]) else positional[0]
    return group.get_command(click.Context(group), name) or group


def _option(command: click.Command, flag: str) -> click.Option | None:
    return next((p for p in command.params if isinstance(p, click.Option) and flag in p.opts), None)


def _apply(setup: Setup, option: click.Option, value: str) -> None:
    if "--spec" in option.opts:
        setup.spec = os.path.expanduser(value)
    elif "--overlay" in option.opts:
        setup.overlays = (*setup.overlays, os.path.expanduser(value))
    elif "--profile" in option.opts:
        setup.profile_name = value


def _options(command: click.Command, last: str) -> Iterator[Candidate]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for flag in parameter.opts:
                if flag.startswith(last) and (last.startswith("--") or flag.startswith("--") or last == flag):
                    yield flag, one_line(parameter.help or "")[:_MEANING]


def _option_values(setup: Setup, option: click.Option, last: str, called: list[str]) -> Iterator[Candidate]:
    if isinstance(option.type, click.Choice):
        yield from ((str(choice), "") for choice in option.type.choices if str(choice).startswith(last))
    elif "--profile" in option.opts:
        names = read_profiles(profiles_path(setup.terminal.env))
        yield from ((name, "") for name in names if name.startswith(last))
    elif "--tag" in option.opts:
        tags = {tag for operation in setup.client.operations.values() for tag in operation.tags}
        yield from ((tag, "") for tag in sorted(tags) if tag.startswith(last))
    elif "--follow" in option.opts:
        yield from _links(setup, called, last)
    elif any(flag in option.opts for flag in _FILE_OPTIONS):
        at = "@" if last.startswith("@") else ""
        yield from ((at + path, FILE) for path in _files(last[len(at) :]))


def _links(setup: Setup, called: list[str], last: str) -> Iterator[Candidate]:
    """The links of the operation that is called, and the headers that may have an address."""
    if called and setup.has_operation(called[0]):
        for response in setup.operation(called[0]).responses.values():
            for name, link in response.links.items():
                if name.startswith(last):
                    yield name, one_line(link.description or link.operation_id)[:_MEANING]
    yield from ((name, "") for name in ("Location", "Operation-Location") if name.startswith(last))


def _operations(setup: Setup, last: str) -> Iterator[Candidate]:
    for operation in setup.client.operations.values():
        if operation.operation_id.startswith(last):
            yield operation.operation_id, one_line(operation.summary)[:_MEANING]


def _arguments(setup: Setup, command: str, rest: list[str], last: str) -> Iterator[Candidate]:
    if command in _WORDS and not rest:
        yield from ((word, "") for word in _WORDS[command] if word.startswith(last))
    elif command in _TAKES_FILE and not rest:
        yield from ((path, FILE) for path in _files(last))
    elif command in _TAKES_OPERATION and not rest:
        yield from _operations(setup, last)
    elif command in _TAKES_ARGUMENTS:
        yield from _call_arguments(setup, setup.operation(rest[0]), rest[1:], last)


def _call_arguments(setup: Setup, operation: Operation, given: list[str], last: str) -> Iterator[Candidate]:
    properties = Binder(setup.document, operation).properties
    named: list[tuple[str, Any]] = [(p.name, p.schema) for p in operation.parameters]
    named += [pair for pair in properties.items() if pair[0] not in dict(named)]
    for mark in ("=@", "@"):
        name, found, path = last.partition(mark)
        if found and "=" not in name:
            yield from ((name + found + file, FILE) for file in _files(path))
            return
    name, found, value = last.partition("=")
    if found:
        bare = name.rstrip(":").partition(":")[2] if name.partition(":")[0] in LOCATIONS else name.rstrip(":")
        schema = dict(named).get(bare)
        for choice in _values(setup, schema) if schema is not None else ():
            if choice.startswith(value):
                yield f"{name}={choice}", ""
        return
    taken = {item.partition("=")[0].rstrip(":") for item in given}
    required = {p.name for p in operation.parameters if p.required}
    for name, schema in sorted(named, key=lambda pair: pair[0] not in required):
        if name.startswith(last) and name not in taken:
            described = describe_schema(setup.document, schema)
            yield f"{name}=", f"{described['type']}  {one_line(described.get('description', ''))}"[:_MEANING].strip()


def _values(setup: Setup, schema: Any) -> Iterator[str]:
    values, _ = values_of(setup.document, schema)
    for value in values:
        yield value if isinstance(value, str) else json_text(value, pretty=False)
    types = types_of(setup.document, schema)
    if "boolean" in types:
        yield from ("true", "false")
    if "array" in types:
        yield from _values(setup, items_of(setup.document, schema))


def _files(start: str) -> Iterator[str]:
    """The files and folders that complete a path; a folder ends with a slash."""
    folder, name = os.path.split(start)
    try:
        entries = sorted(os.scandir(os.path.expanduser(folder) or "."), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(name) and (name.startswith(".") or not entry.name.startswith(".")):
            yield os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")


def _help(command: click.Command | None) -> str:
    return command.get_short_help_str(_MEANING) if command is not None else ""
