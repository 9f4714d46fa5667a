"""A notebook, executed by a real kernel against the sandbox."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

CELLS = {
    "client": "from dynaclient import OpenAI\nclient = OpenAI.sandbox()\nclient",
    "operations": "client.operations.search('run step')",
    "operation": "client.operations['createRun']",
    "response": "client.listModels()",
    "violations": "client.validate('createRun', thread_id='..', assistant='a')",
    "awaited": "from dynaclient import AsyncOpenAI\nlater = AsyncOpenAI.sandbox()\nawait later.listModels()",
    "async client": "later",
}
EXPECTED = {
    "client": ["289 operations", "createChatCompletion"],
    "operations": ["listRunSteps", "getRunStep"],
    "operation": ["POST /threads/{thread_id}/runs"],
    "response": ["200 OK</b> listModels", "&quot;object&quot;: &quot;list&quot;"],
    "violations": ["/thread_id", "/assistant", "Did you mean"],
    "awaited": ["200 OK</b> listModels", "&quot;object&quot;: &quot;list&quot;"],
    "async client": ["AsyncOpenAI", "289 operations"],
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    if importlib.util.find_spec("dynaclient.sandbox") is None:
        pytest.skip("needs the sandbox")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS.values()])
    folder = tmp_path_factory.mktemp("notebook")
    runner = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    runner.execute()
    return {name: cell["outputs"] for name, cell in zip(CELLS, notebook.cells, strict=True)}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_cell_shows_html(name: str, outputs: dict[str, list[Any]]) -> None:
    """And its text for whoever has none."""
    data = outputs[name][-1]["data"]
    assert data["text/plain"]
    for part in EXPECTED[name]:
        assert part in data["text/html"], part
