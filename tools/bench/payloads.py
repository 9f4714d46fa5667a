"""The calls that are measured, the same for every peer."""

from __future__ import annotations

from typing import Any

HEADERS = {"Authorization": "Bearer sk-test"}


def messages(count: int) -> dict[str, Any]:
    """A chat request of so many messages."""
    turns = [{"role": "user", "content": f"What is {i} times {i}?"} for i in range(count)]
    return {"model": "gpt-4o", "messages": turns}


CALLS: dict[str, tuple[str, str, str, dict[str, Any] | None]] = {
    "GET": ("listModels", "get", "/models", None),
    "POST 1 message": ("createChatCompletion", "post", "/chat/completions", messages(1)),
    "POST 100 messages": ("createChatCompletion", "post", "/chat/completions", messages(100)),
    "POST 2,000 inputs": (
        "createEmbedding",
        "post",
        "/embeddings",
        {"model": "text-embedding-3-small", "input": [f"text number {i}" for i in range(2000)]},
    ),
    "POST 1 MB string": (
        "createEmbedding",
        "post",
        "/embeddings",
        {"model": "text-embedding-3-small", "input": "x" * 1_000_000},
    ),
}
"""Name → (operationId, method, path, body)."""
