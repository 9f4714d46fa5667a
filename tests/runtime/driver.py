"""The sync and the async client behind one face, so that one suite asks both for the same behaviour."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from dynaclient import AsyncClient, AsyncOpenAI, Client, OpenAI


class SyncDriver:
    """Calls as they are."""

    name = "sync"
    client_class: Any = Client
    openai_class: Any = OpenAI

    def run(self, value: Any) -> Any:
        return value

    def items(self, iterable: Any) -> Iterator[Any]:
        return iter(iterable)

    def close(self) -> None: ...


class AsyncDriver:
    """Awaits everything in one event loop."""

    name = "async"
    client_class: Any = AsyncClient
    openai_class: Any = AsyncOpenAI

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()

    def run(self, value: Any) -> Any:
        return self.loop.run_until_complete(_await(value)) if hasattr(value, "__await__") else value

    def items(self, iterable: Any) -> Iterator[Any]:
        iterator = iterable.__aiter__()
        try:
            while True:
                try:
                    yield self.run(iterator.__anext__())
                except StopAsyncIteration:
                    return
        finally:
            self.run(iterator.aclose())

    def close(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()


async def _await(value: Any) -> Any:
    return await value


class Caller:
    """One client, called the same way whichever it is."""

    def __init__(self, driver: Any, client: Any) -> None:
        self.driver = driver
        self.client = client

    def call(self, *args: Any, **kwargs: Any) -> Any:
        return self.driver.run(self.client.call(*args, **kwargs))

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        return self.driver.run(self.client.parse(*args, **kwargs))

    def poll(self, *args: Any, **kwargs: Any) -> Any:
        return self.driver.run(self.client.poll(*args, **kwargs))

    def paginate(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        return self.driver.items(self.client.paginate(*args, **kwargs))

    def items(self, iterable: Any) -> Iterator[Any]:
        return self.driver.items(iterable)

    def collect(self, iterable: Any, into: list[Any]) -> None:
        """Put the items into a list that has those before an error too."""
        for item in self.items(iterable):
            into.append(item)  # noqa: PERF402

    def save(self, response: Any, path: Any, **options: Any) -> Any:
        return self.driver.run(response.save(path, **options))

    def read(self, response: Any) -> bytes:
        return self.driver.run(response.read()) if self.driver.name == "async" else response.content

    def with_options(self, **options: Any) -> Caller:
        return Caller(self.driver, self.client.with_options(**options))

    def close(self) -> None:
        self.driver.run(self.client.close())
