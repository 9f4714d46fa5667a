"""The search of a vector store: the paragraphs of its files that have the words of the query."""

from __future__ import annotations

import re
from typing import Any

from .asked import Asked
from .memory import parent_of

_FILES = "/vector_stores/{}/files"


def search(asked: Asked) -> Any:
    """The best paragraphs; the score is the share of the query's words that a paragraph has."""
    query = asked.get("query", "")
    queries = [query] if isinstance(query, str) else list(query)
    words = {word for text in queries for word in _words(str(text))}
    options = asked.get("ranking_options", {})
    least = options.get("score_threshold", 0) if isinstance(options, dict) else 0
    store_id = str(asked.accepted.parameters["path"].get("vector_store_id", ""))
    found: list[dict[str, Any]] = []
    for child in asked.store.memory.items(_FILES, parent_of([store_id])):
        for _, file in asked.store.memory.anywhere("/files", child.key):
            found += _hits(file.content or b"", file.value, child.value, words)
    found = [hit for hit in found if hit["score"] >= least]
    found.sort(key=lambda hit: -hit["score"])
    most = asked.get("max_num_results", 10)
    return {"search_query": queries, "data": found[:most], "has_more": len(found) > most, "next_page": None}


def _hits(content: bytes, file: Any, child: Any, words: set[str]) -> list[dict[str, Any]]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return []
    attributes = child.get("attributes") if isinstance(child, dict) else None
    out = []
    for paragraph in filter(None, map(str.strip, re.split(r"\n\s*\n", text))):
        met = words & set(_words(paragraph))
        if met:
            part = {"type": "text", "text": paragraph}
            about = {"file_id": file["id"], "filename": file["filename"], "attributes": attributes or {}}
            out.append({**about, "score": round(len(met) / len(words), 2), "content": [part]})
    return out


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
