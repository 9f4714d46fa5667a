"""One call of an async client, carried out step by step: what `Sender.perform` does, awaited."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from .._support.awaiting import awaited
from .attempts import Attempt, Discard, NotifyRetry, Outcome, Send, Steps, Wait, carry_out_async, only_attempt
from .context import Terms, context_of, steps_of

if TYPE_CHECKING:
    import requests

    from ..request import WireRequest
    from .failures import CallContext
    from .pacing import Pacer


class AsyncPerformer:
    """Carries calls out with an `attempt` that is awaited."""

    async def perform(
        self, prepared: requests.PreparedRequest, wire: WireRequest, terms: Terms, pacer: Pacer | None
    ) -> tuple[CallContext, Outcome, tuple[Attempt, ...]]:
        """Carry out a call: every attempt, and the waits between them."""
        context = context_of(prepared, wire, terms)
        outcome: Outcome | None = None
        begun: tuple[float, Outcome] | None = None
        try:
            if pacer is None:  # most calls are over with the first attempt
                began = time.monotonic()
                outcome = await self.attempt(prepared, wire, context, stream=terms.stream, again=False)
                if outcome.is_success:
                    return context, outcome, (only_attempt(context, outcome, time.monotonic() - began),)
                begun = began, outcome
            steps = steps_of(context, prepared, wire, terms, pacer, begun)
            done = await self._carry_out(steps, prepared, wire, context, terms)
            outcome = done[0]
        finally:
            self.finish(wire, outcome)
        return context, *done

    async def _carry_out(
        self, steps: Steps, prepared: requests.PreparedRequest, wire: WireRequest, context: CallContext, terms: Terms
    ) -> tuple[Outcome, tuple[Attempt, ...]]:
        async def discard(step: Discard) -> None:
            step.answer.close()

        async def tell(step: NotifyRetry) -> None:
            for hook in terms.on_retry:
                await awaited(hook(step.attempt))

        return await carry_out_async(
            steps,
            {
                Send: lambda step: self.attempt(prepared, wire, context, stream=terms.stream, again=step.again),
                Wait: lambda step: asyncio.sleep(step.seconds),
                Discard: discard,
                NotifyRetry: tell,
            },
        )

    async def attempt(
        self, prepared: requests.PreparedRequest, wire: WireRequest, context: CallContext, *, stream: bool, again: bool
    ) -> Outcome:
        """Send a prepared request; see `Sender.attempt`."""
        raise NotImplementedError

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        raise NotImplementedError
