"""Function definitions as the vendors' own Python packages read them, where these are installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client

from .conftest import HERE

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
DOCUMENTS = [
    HERE / "depot.yaml",
    *(SPECS / name for name in ("gitea.json", "stripe.json", "box.json", "discord-3.1.json")),
]


def definitions(path: Path, form: str, *, strict: bool = False) -> list[dict[str, Any]]:
    if not path.exists():
        pytest.skip("needs ../shared")
    client = Client(path)
    return client.tools(
        format=form, operations=list(client.operations)[:: max(1, len(client.operations) // 40)], strict=strict
    )


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_openai_types(path, strict) -> None:
    pytest.importorskip("openai", reason="the vendor's package is not installed")
    from openai.types.chat import ChatCompletionToolUnionParam
    from openai.types.responses import ToolParam
    from pydantic import TypeAdapter

    for kind, form in ((ChatCompletionToolUnionParam, "openai"), (ToolParam, "openai-responses")):
        found = definitions(path, form, strict=strict)
        assert len(TypeAdapter(list[kind]).validate_python(found)) == len(found) > 0


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_anthropic_types(path, strict) -> None:
    """In strict mode, the package's own rewriting of schemas to what is supported finds nothing to take away."""
    anthropic = pytest.importorskip("anthropic", reason="the vendor's package is not installed")
    from anthropic.types import ToolParam
    from pydantic import TypeAdapter

    found = definitions(path, "anthropic", strict=strict)
    TypeAdapter(list[ToolParam]).validate_python(found)
    for tool in found:
        if tool.get("strict"):
            rewritten = anthropic.transform_schema(tool["input_schema"])
            assert keywords(rewritten) >= keywords(tool["input_schema"]) - {"pattern", "default"}


def keywords(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(keywords, schema), set())
    if not isinstance(schema, dict):
        return set()
    below = [part for name, part in schema.items() if name not in ("properties", "$defs", "enum", "default")]
    below += [part for name in ("properties", "$defs") for part in schema.get(name, {}).values()]
    return set(schema).union(*map(keywords, below), set())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_gemini_types(path) -> None:
    genai = pytest.importorskip("google.genai", reason="the vendor's package is not installed")
    for tool in definitions(path, "gemini"):
        assert genai.types.Tool.model_validate(tool).function_declarations
