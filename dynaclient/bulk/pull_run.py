"""One run of a pull, page by page: what to ask for, which items are new, and what is kept. Makes no calls."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._support.urls import without_userinfo
from .._support.wording import shown, shown_option
from ..errors import BulkError, DynaclientError, HTTPStatusError, RequestError
from ..response.page_rules import find_rule
from ..response.paging import spellings
from ..types import MISSING
from .columns import refuse_unknown
from .endings import job_error
from .identity import hidden
from .journal_log import Unusable
from .lookup import ABSENT, look_up
from .marks import NotComparable
from .pull_outputs import pull_output_of
from .pull_report import PullReport
from .pull_state import PullState, Running
from .rows import dumped
from .since import SinceParameter, find_parameter, named_parameter

_GONE = frozenset((400, 404, 410, 422))
"""What servers answer to a cursor that they no longer know."""


@dataclass(slots=True)
class PullOptions:
    """What a pull was asked to do; see `pull.pull_list`.

    Attributes:
        once: whether a list that was read to its end is not read again.
    """

    params: Mapping[str, Any]
    body: Any = MISSING
    arguments: Mapping[str, Any] = field(default_factory=dict)
    rule: Any = None
    into: Any = None
    state: Any = None
    since: str | None = None
    since_param: str | None = None
    key: str | None = None
    form: str | None = None
    select: Callable[[Any], Any] | None = None
    select_name: str = ""
    once: bool = False


class PullRun:
    """A run of a sync or an async caller.

    `open` it; for each of the `pages`, call `page` and then `taken`; `end` it after the last; `close` it in any case.

    Attributes:
        report: what has come of it so far.
    """

    def __init__(self, client: Any, operation_id: str, options: PullOptions) -> None:
        pinned = client._pinned()  # noqa: SLF001  # a part of the client
        plans = pinned._current_plans()  # noqa: SLF001
        builder, plan, _ = pinned._planned(operation_id, plans)  # noqa: SLF001
        self.client = pinned
        self.operation = operation = builder.operation
        self.options = options
        self.report = PullReport(operation.operation_id)
        _check(options, operation.operation_id)
        self._document = plans.active.document
        self._parameter = self._since_parameter()
        self.report.parameter = "" if self._parameter is None else str(self._parameter)
        into = None if options.into is None else os.path.expanduser(os.fspath(options.into)).rstrip(os.sep)
        state = options.state if options.state is not None else None if into is None else f"{into}.state"
        self.report.into = into or ""
        path = None if state is None else os.path.expanduser(os.fspath(state))
        self._output = pull_output_of(into, options.form, path, None if options.key is None else self._key_of)
        self.state = PullState(path, self._identity(without_userinfo(plan.base_url())))
        self._began = time.monotonic()
        self._pending: Running | None = None

    # before

    def open(self) -> None:
        """Read the state, and open the output.

        Raises:
            BulkError: they belong to another pull, or cannot be written.
        """
        state = self.state
        try:
            state.check_place()
            state.load()
            self.pages()._begin()  # noqa: SLF001  # what is wrong with the call is said before anything is written
            self._output.open(state)
            if state.running is None and not self.is_over:
                state.running = Running({}, state.mark.copy(), state.size)
                state.save()
        except (Unusable, OSError) as error:
            self._output.close()
            raise self._told(error) from None
        self.report.earlier = 0 if state.running is None else state.running.items
        self.report.since = state.mark.value

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to ask for: the list was to be read once, or its last page was read."""
        run = self.state.running
        if run is None:
            return self.options.once and self.state.runs > 0
        return run.next is None

    def pages(self) -> Any:
        """The pages that are left, as `paginate` gives them."""
        run = self.state.running
        options, params, named = self.options, dict(self.options.params), dict(self.options.arguments)
        parameter, mark = self._parameter, self.state.mark
        if parameter is not None and mark.value is not None:
            given = None
            for name in spellings(self.operation, parameter.name):
                given = named.pop(name, params.pop(name, given))
            params[parameter.name] = parameter.argument(mark.value, given)
        start = dict(run.next) if run is not None and run.next else None
        return self.client.paginate(
            self.operation.operation_id, params, rule=options.rule, start=start, body=options.body, **named
        )

    def is_gone(self, error: DynaclientError) -> bool:
        """Whether the server no longer has the page where the last run ended; then this run begins again."""
        run = self.state.running
        is_gone = (
            isinstance(error, HTTPStatusError)
            and error.status_code in _GONE
            and run is not None
            and bool(run.next)
            and not self.report.pages
        )
        if is_gone and run is not None:
            self._output.begin_again(run.size, self.state)
            self.state.running = Running({}, self.state.mark.copy(), self.state.size)
            self.state.save()
            self.report.earlier, self.report.began_again = 0, True
        return is_gone

    # pages

    def page(self, items: list[Any], following: Mapping[str, Any] | None) -> list[Any]:
        """Write what is new on a page, and note which one follows.

        Returns:
            The new items.

        Raises:
            BulkError: an item lacks its key, or the output cannot be written.
        """
        run, options, mark = self.state.running, self.options, self.state.mark
        assert run is not None
        reached = run.mark.copy() if self.options.since is not None else run.mark
        new = []
        for item in items:
            if options.since is not None:
                value, digest = self._value(item), _digest(item)
                try:
                    is_new = mark.is_new(value, digest)
                    reached.raise_to(value, digest)
                except NotComparable as error:
                    raise self._error(f"{options.since}: {error}, so nobody knows what is new") from None
                if not is_new:
                    continue
            new.append(item if options.select is None else options.select(item))
        for row in new:
            self._check_key(row)
        self._pending = Running(following, reached, run.size, run.pages + 1, run.items + len(items))
        try:
            self._output.add(new, self.state)
            if self.report.into:
                self._save()
        except OSError as error:
            raise self._told(error) from None
        report = self.report
        report.pages, report.items, report.new = report.pages + 1, report.items + len(items), report.new + len(new)
        report.since = reached.value
        report.seconds = time.monotonic() - self._began
        return new

    def taken(self) -> None:
        """The caller has the items of the page, which are kept nowhere else."""
        if not self.report.into:
            try:
                self._save()
            except OSError as error:
                raise self._told(error) from None

    def _save(self) -> None:
        self.state.running = self._pending
        self.state.save()

    def end(self) -> None:
        """The last page was read: make the output whole, and keep the mark."""
        state = self.state
        try:
            self._output.end(state)
            if state.running is not None:
                state.mark, state.running = state.running.mark, None
                state.runs += 1
                state.save()
        except OSError as error:
            raise self._told(error) from None
        self.report.since, self.report.is_whole = state.mark.value, True
        self.report.seconds = time.monotonic() - self._began

    def close(self) -> None:
        """Let go of the files."""
        self._output.close()

    # parts

    def _since_parameter(self) -> SinceParameter | None:
        options, operation = self.options, self.operation
        if options.since is None:
            return None
        rule, _ = find_rule(self._document, operation, options.rule)
        if options.since_param is None:
            return find_parameter(self._document, operation, options.since, rule.parameter)
        found = named_parameter(self._document, operation, options.since_param)
        refuse_unknown(self.client, operation.operation_id, [found.name])
        if rule.parameter and found.name in spellings(operation, rule.parameter):
            raise RequestError(
                f"since_param={found.name!r} selects the page, so it cannot say what is new",
                operation_id=operation.operation_id,
            )
        return found

    def _identity(self, server: str) -> dict[str, Any]:
        options = self.options
        given = {**options.params, **options.arguments}
        found = {
            "operation": self.operation.operation_id,
            "server": server,
            "arguments": {name: hidden(name, value) for name, value in given.items()},
            "body": None if options.body is MISSING else _digest(options.body),
            "since": options.since,
            "key": options.key,
            "into": self.report.into,
            "form": options.form,
            "select": options.select_name,
        }
        return json.loads(dumped(found))  # type: ignore[no-any-return]  # as it is read again

    def _value(self, item: Any) -> Any:
        assert self.options.since is not None
        value = look_up(self.options.since, item)
        if value is not ABSENT:
            return value
        names = ", ".join(map(str, item)) if isinstance(item, Mapping) else shown(item)
        raise self._error(f"an item has no {self.options.since!r}, which since= names. It has {names}")

    def _key_of(self, row: Any) -> Any:
        return look_up(str(self.options.key), row)

    def _check_key(self, row: Any) -> None:
        if self.options.key is None:
            return
        key = self._key_of(row)
        if key is ABSENT or key is None or isinstance(key, (dict, list)):
            what = "no" if key is ABSENT or key is None else f"{shown(key)} as its"
            raise self._error(f"an item has {what} {self.options.key!r}, which key= names: {shown(row)}")

    def _error(self, text: str) -> BulkError:
        self.report.stopped = text
        return BulkError(
            f"{text}. Nothing of its page was written", report=self.report, operation_id=self.report.operation_id
        )

    def _told(self, error: BaseException) -> BaseException:
        return job_error(self.report, error)


def _check(options: PullOptions, operation_id: str) -> None:
    """Check options that do not go together."""
    text = ""
    for name in ("since", "since_param", "key"):
        value = getattr(options, name)
        if not (value is None or (isinstance(value, str) and value)):
            text = f"{name}= must be a name, not {shown_option(value)}"
    for name in ("into", "state"):
        value = getattr(options, name)
        if not (value is None or isinstance(value, (str, os.PathLike))):
            text = f"{name}= must be a path, not {shown_option(value)}"
    if text:
        pass
    elif options.since_param is not None and options.since is None:
        text = "since_param= needs since=: the field whose highest value is passed to it"
    elif options.since is not None and options.into is None and options.state is None:
        text = "since= needs state=, the file that keeps the highest value"
    elif options.into is not None and options.since is None and options.key is None and not options.once:
        text = (
            "a second pull would write the same items again: name the field that shows what is new with since=, or the "
            "one that names an item with key="
        )
    if text:
        raise RequestError(text, operation_id=operation_id)


def _digest(value: Any) -> str:
    return hashlib.blake2b(dumped(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
