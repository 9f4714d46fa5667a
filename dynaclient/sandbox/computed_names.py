"""The names that a table's `${…}` may use about an item: its members, its parents, and what is computed when asked for.

`COMPUTED` has the computed ones: one row, and its function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..types import MISSING
from .language import reply_to, text_of, tokens_in
from .memory import Resource, parent_of
from .resource_model import ResourceModel
from .store_protocol import Store
from .wishes import Moment


class ItemNames(Mapping[str, Any]):
    """The names for one item.

    `item` is its value, `key` its key, `path` the keys of its parents, `sent` what was asked for when it was made, and
    `now` the time.
    """

    def __init__(
        self,
        store: Store,
        resource: ResourceModel,
        keys: list[str],
        item: Resource,
        sent: Mapping[str, Any],
        now: float,
    ) -> None:
        self.store: Store = store
        self.resource = resource
        self.parents = keys
        self.own = item
        self.seconds = now
        self._known: dict[str, Any] = {"item": item.value, "key": item.key, "sent": sent}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = COMPUTED[name](self)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known or name in COMPUTED

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **COMPUTED})

    def __len__(self) -> int:
        return len({**self._known, **COMPUTED})

    def member(self, name: str) -> Any:
        """A member of the item, or `MISSING`."""
        return self.own.value.get(name, MISSING) if isinstance(self.own.value, dict) else MISSING

    def content_of(self, key: Any) -> bytes:
        """The bytes of an uploaded file."""
        found = self.store.memory.anywhere("/files", str(key)) if key else []
        return (found[-1][1].content if found else None) or b""

    def beside(self, name: str) -> list[Resource]:
        """The items of another collection of the same parent: the messages of a run's thread."""
        collection = f"{self.resource.collection.rpartition('/')[0]}/{name}"
        return self.store.memory.items(collection, parent_of(self.parents))


def _messages(names: ItemNames) -> list[str]:
    return [text_of(item.value.get("content")) for item in names.beside("messages") if item.value.get("role") == "user"]


def _reply(names: ItemNames) -> str:
    asked = _messages(names)
    return reply_to(asked[-1] if asked else "")


def _usage(names: ItemNames) -> dict[str, int]:
    sent = sum(map(tokens_in, _messages(names))) + tokens_in(text_of(names.member("instructions")))
    made = tokens_in(names["reply"])
    return {"prompt_tokens": sent, "completion_tokens": made, "total_tokens": sent + made}


def _input_lines(names: ItemNames) -> list[Any]:
    lines = names.content_of(names.member("input_file_id")).decode("utf-8", "replace").splitlines()
    out = []
    for line in lines:
        try:
            value = json.loads(line)
        except ValueError:
            continue
        out += [value] if isinstance(value, dict) else []
    return out


def _outcomes(names: ItemNames) -> list[dict[str, Any]]:
    """The answers to the requests of a batch, each carried out."""
    out = []
    for number, line in enumerate(names["input_lines"]):
        url = str(line.get("url") or names.member("endpoint"))
        status, body = names.store.call(str(line.get("method") or "POST"), url, line.get("body")) or (0, None)
        out.append(
            {
                "id": f"batch_req_{names.own.number}_{number}",
                "custom_id": line.get("custom_id"),
                "response": {"status_code": status, "request_id": f"req_{names.own.number}_{number}", "body": body},
                "error": None,
            }
        )
    return out


def _written(entries: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def _good(names: ItemNames) -> list[dict[str, Any]]:
    return [entry for entry in names["outcomes"] if entry["response"]["status_code"] < 400]


def _bad(names: ItemNames) -> list[dict[str, Any]]:
    return [entry for entry in names["outcomes"] if entry["response"]["status_code"] >= 400]


def _parts_content(names: ItemNames) -> bytes:
    """The parts of an upload, put together in the order that was asked for."""
    parts = {
        item.key: names.store.memory.get("/uploads/{}/parts", parent_of([names.own.key]), item.key)
        for item in names.store.memory.items("/uploads/{}/parts", parent_of([names.own.key]))
    }
    wanted = names["sent"].get("part_ids") or list(parts)
    return b"".join(part.content or b"" for key in wanted if (part := parts.get(key)) is not None)


def _batch_files(names: ItemNames) -> list[str]:
    inside = parent_of([*names.parents, names.own.key])
    return [item.key for item in names.store.memory.items("/vector_stores/{}/file_batches/{}/files", inside)]


def _indexed(names: ItemNames) -> int:
    children = names.store.memory.items("/vector_stores/{}/files", parent_of([*names.parents, names.own.key]))
    return sum(len(names.content_of(child.key)) for child in children)


def _tool_calls(names: ItemNames) -> list[dict[str, Any]]:
    """A call of each function of a run, with arguments that its schema allows."""
    tools = names.member("tools")
    out = []
    for number, tool in enumerate(tools if isinstance(tools, list) else []):
        if isinstance(tool, dict) and isinstance(function := tool.get("function"), dict):
            arguments = names.store.made_for(function.get("parameters"), f"{names.own.key}:{number}")
            out.append(
                {
                    "id": f"call_{names.own.number}{number}",
                    "type": "function",
                    "function": {"name": function.get("name"), "arguments": json.dumps(arguments)},
                }
            )
    return out


def _said(names: ItemNames) -> list[dict[str, Any]]:
    """What a response adds to its conversation: its input, and its output."""
    given = names["sent"].get("input")
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given if isinstance(given, list) else []
    out = []
    for item in [entry for entry in items if isinstance(entry, dict)]:
        content = item.get("content")
        parts = {"content": [{"type": "input_text", "text": content}]} if isinstance(content, str) else {}
        out.append({"type": "message", "status": "completed", **item, **parts})
    made = names.member("output")
    return [*out, *(made if isinstance(made, list) else [])]


COMPUTED: dict[str, Callable[[ItemNames], Any]] = {
    "now": lambda names: Moment(names.seconds),
    "path": lambda names: {
        **dict(zip(names.resource.parents, names.parents, strict=False)),
        names.resource.key_name: names.own.key,
    },
    "reply": _reply,
    "usage": _usage,
    "input_lines": _input_lines,
    "outcomes": _outcomes,
    "good_lines": lambda names: _written(_good(names)),
    "bad_lines": lambda names: _written(_bad(names)),
    "counts": lambda names: {
        "total": len(names["outcomes"]),
        "completed": len(_good(names)),
        "failed": len(_bad(names)),
    },
    "parts_content": _parts_content,
    "parts_size": lambda names: len(names["parts_content"]),
    "content_size": lambda names: len(names.content_of(names.own.key)),
    "indexed_bytes": _indexed,
    "batch_files": _batch_files,
    "tool_calls": _tool_calls,
    "said": _said,
}
"""Name → its value for an item."""
