"""A caller's function as a source of credentials: it returns text, a `Token`, or is a generator of requests."""

from __future__ import annotations

from collections.abc import Callable, Generator
from types import GeneratorType
from typing import Any

from ..errors import RequestError
from .source import HeldToken, Needs, TokenSource
from .steps import Ask, Fetch, Flow
from .token import Token


class FunctionSource(TokenSource):
    """Asks a function. What it returns decides how often.

    Text, a pair or a handler is good for one call, and the function is asked for each; a `Token` is kept until it ends
    or is refused; what a generator of requests returns is kept too, since it costs requests.

    Args:
        function: takes nothing.
    """

    def __init__(self, name: str, function: Callable[[], Any]) -> None:
        super().__init__(name)
        self._function = function

    def ready(self, needs: Needs) -> Any:
        """The credential, if the function is known to return it without a request; it may be awaitable."""
        return self._function() if self.is_plain else super().ready(needs)

    def describe(self, needs: Needs) -> str:
        """Where the credential comes from, and until when it is good."""
        from .description import held_in_words

        held = self.held(needs)
        name = getattr(self._function, "__name__", type(self._function).__name__)
        return f"from the function {name}{f': {held_in_words(held, self._clock())[:-1]}' if held is not None else ''}"

    def fetch(self, needs: Needs, held: HeldToken | None) -> Flow:
        """Ask the function; see `TokenSource.fetch`."""
        found = yield Ask(self._function)
        if isinstance(found, GeneratorType):
            found = yield from self._requests(found)
            return found if isinstance(found, Token) else Token(found)
        if hasattr(found, "__aiter__"):
            raise RequestError(
                f"the credential for {self.name!r} is an async generator: write it with `def`, since its requests are "
                "sent for it, by Client and AsyncClient alike"
            )
        if not isinstance(found, Token):
            self.is_plain = True
        return found

    def _requests(self, flow: Generator[Any, Any, Any]) -> Flow:
        """Every request of the caller's generator, sent for it."""
        advance: Callable[[Any], Any] = flow.send
        given: Any = None
        while True:
            try:
                step = advance(given)
            except StopIteration as end:
                return end.value
            if not isinstance(step, Fetch):
                flow.close()
                raise RequestError(
                    f"the credential for {self.name!r} is a generator of requests: it yields Fetch(…) and returns the "
                    f"credential, and yielded {type(step).__name__}"
                )
            try:
                advance, given = flow.send, (yield step)
            except BaseException as error:  # noqa: BLE001  # goes to the generator, which may handle it
                advance, given = flow.throw, error
