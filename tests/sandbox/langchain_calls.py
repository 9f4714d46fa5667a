"""What LangChain makes of the sandbox: prints one JSON object, task -> what came of it. Run with the URL."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

HOW = {"base_url": sys.argv[1], "api_key": "sandbox", "max_retries": 0}


class Meal(BaseModel):
    """A meal."""

    dish: str
    price: float
    vegan: bool


def chat() -> Any:
    answer = ChatOpenAI(model="gpt-4o", **HOW).invoke("When is lunch?")
    return {"text": answer.content, "usage": answer.usage_metadata["total_tokens"]}


def stream() -> Any:
    pieces = [chunk.content for chunk in ChatOpenAI(model="gpt-4o", **HOW).stream("When is lunch?")]
    return {"text": "".join(pieces), "pieces": len(pieces)}


def embeddings() -> Any:
    model = OpenAIEmbeddings(model="text-embedding-3-small", dimensions=12, check_embedding_ctx_length=False, **HOW)
    vectors = model.embed_documents(["a", "b"])
    return {"lengths": [len(vector) for vector in vectors], "differ": vectors[0] != vectors[1]}


def structured(method: str) -> Any:
    meal = ChatOpenAI(model="gpt-4o", **HOW).with_structured_output(Meal, method=method).invoke("What is for lunch?")
    return [type(getattr(meal, name)).__name__ for name in ("dish", "price", "vegan")]


TASKS: dict[str, Callable[[], Any]] = {
    "chat": chat,
    "stream": stream,
    "embeddings": embeddings,
    "structured output": lambda: structured("json_schema"),
    "structured output by a tool": lambda: structured("function_calling"),
}


def main() -> None:
    found = {}
    for name, run in TASKS.items():
        try:
            found[name] = run()
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(found))  # noqa: T201  # what the test reads


if __name__ == "__main__":
    main()
