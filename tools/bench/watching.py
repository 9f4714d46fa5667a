#!/usr/bin/env python3
"""What it costs to watch calls: CPU time of a call with the log off and on, and with the plugin Tracing.

    python tools/bench/watching.py [ROUNDS]

Each round calls in every way in turn, since a busy machine is slower at times; the ratios are medians over the rounds.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from measuring import server

from dynaclient import OpenAI
from dynaclient._support.log_output import write_log

BODY = {"model": "m", "messages": [{"role": "user", "content": "Say hello."}]}
CALLS = 100
UNTIL_WARM = 400

log = logging.getLogger("dynaclient")


def listening(handler: logging.Handler) -> Callable[[], None]:
    """Let a handler take in what is logged at INFO."""

    def begin() -> None:
        log.handlers[:] = [handler]
        log.setLevel(logging.INFO)

    return begin


def own_output() -> logging.Handler:
    """The handler that the environment variable adds."""
    write_log("info")
    return log.handlers[-1]


def silent() -> None:
    """Let nobody listen."""
    log.handlers[:] = []
    log.setLevel(logging.WARNING)


def ways(url: str) -> dict[str, tuple[OpenAI, Callable[[], None]]]:
    """How calls are watched: the client, and what is done before the calls of a round."""
    client = OpenAI(api_key="key-0123456789", base_url=url, retries=0)
    written = logging.StreamHandler(open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # until the end
    written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    found: dict[str, tuple[Any, Callable[[], None]]] = {
        "nobody listens": (client, silent),
        "INFO, to a handler that does nothing": (client, listening(logging.NullHandler())),
        "INFO, as DYNACLIENT_LOG writes it": (client, listening(own_output())),
        "INFO, by a StreamHandler with the time": (client, listening(written)),
    }
    try:
        from opentelemetry.sdk.trace import TracerProvider

        from dynaclient.tracing import Tracing
    except ImportError:
        return found
    found["Tracing without an SDK"] = client.with_options(plugins=[Tracing()]), silent
    sdk = Tracing(tracer_provider=TracerProvider())
    return {**found, "Tracing with the SDK": (client.with_options(plugins=[sdk]), silent)}


def seconds(client: OpenAI, calls: int) -> float:
    """CPU time of one call."""
    began = time.process_time()
    for _ in range(calls):
        client.call("createChatCompletion", body=BODY)
    return (time.process_time() - began) / calls


def main(rounds: int) -> None:
    """Print the table."""
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # where the log goes
    with server() as url:
        table = ways(url)
        times: dict[str, list[float]] = {name: [] for name in table}
        for client, begin in table.values():
            begin()
            seconds(client, UNTIL_WARM)
        for _ in range(rounds):
            for name, (client, begin) in table.items():
                begin()
                times[name].append(seconds(client, CALLS))
    first = next(iter(times.values()))
    for name, found in times.items():
        ratio = statistics.median(one / other for one, other in zip(found, first, strict=True))
        print(f"{name:<40}{statistics.median(found) * 1e6:8.0f} µs{ratio:8.3f}×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
