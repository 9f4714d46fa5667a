"""`GET /docs`: try the operations in a browser, against the sandbox itself. Loads nothing from elsewhere.

The viewer is Swagger UI from the package swagger-ui-py (`pip install dynaclient[docs]`); without it the page
lists the operations. An operation of the API at the same path takes precedence.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from ..document import Document
from ..model import Operation, Operations, build_security_schemes
from .full_document import whole_document
from .message import Arrival, SandboxAnswer, json_answer
from .resource_model import SandboxModel
from .routes import path_of

_ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_KEY = "sandbox"
"""The credentials that the page fills in; the sandbox accepts any."""

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: sandbox</title>
"""
_VIEWER = (
    _HEAD
    + """<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<details style="max-width: 1460px; margin: 2em auto; padding: 0 20px; font-family: sans-serif">
<summary>What the sandbox recognised: resources, their keys and states, and what each operation does</summary>
<pre>{model}</pre>
</details>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>
const ui = SwaggerUIBundle({{
  url: "/docs/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  filter: true,
  displayOperationId: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => {{
    for (const name of {keys}) ui.preauthorizeApiKey(name, "{key}");
    for (const name of {pairs}) ui.preauthorizeBasic(name, "{key}", "{key}");
  }},
}});
</script>
</body>
</html>
"""
)
_LIST = (
    _HEAD
    + """</head>
<body>
<h1>{title}</h1>
<p>Install the viewer to try these in the browser: <code>pip install "dynaclient[docs]"</code></p>
<table>{rows}</table>
<h2>What the sandbox recognised</h2>
<pre>{model}</pre>
</body>
</html>
"""
)


class DocsPage:
    """Serves the page and its assets."""

    def __init__(self, document: Document, operations: Operations, model: SandboxModel) -> None:
        self._document = document
        self._model = model
        self._operations = operations
        self._whole: dict[str, Any] | None = None

    def answer(self, arrival: Arrival) -> SandboxAnswer | None:
        """The page or an asset, or None for any other path."""
        path = arrival.path.rstrip("/")
        if arrival.method not in ("get", "head") or not (path == "/docs" or path.startswith("/docs/")):
            return None
        name = path.removeprefix("/docs").lstrip("/")
        if not name:
            return SandboxAnswer(200, self._page().encode(), "text/html; charset=utf-8")
        if name == "openapi.json":
            return json_answer(200, self.whole())
        folder = viewer_folder()
        if name in _ASSETS and folder is not None and (folder / name).is_file():
            return SandboxAnswer(200, (folder / name).read_bytes(), _ASSETS[name], (("Cache-Control", "max-age=3600"),))
        return None

    def _page(self) -> str:
        title = escape(self._document.title)
        if viewer_folder() is None:
            rows = "".join(_rows(self._operations.values()))
            return _LIST.format(title=title, rows=rows, model=escape(str(self._model)))
        filled: dict[str, list[str]] = {"preauthorizeApiKey": [], "preauthorizeBasic": []}
        for name, scheme in build_security_schemes(self._document).items():
            filled.get(scheme.kind.docs_filler, []).append(name)
        return _VIEWER.format(
            title=title,
            keys=_script(filled["preauthorizeApiKey"]),
            pairs=_script(filled["preauthorizeBasic"]),
            key=_KEY,
            model=escape(str(self._model)),
        )

    def whole(self) -> dict[str, Any]:
        """The document for the viewer: one file in OpenAPI 3.1, with this server as its only one."""
        if self._whole is None:
            self._whole = whole_document(self._document, self._operations)
        return self._whole


def viewer_folder() -> Path | None:
    """The folder of the viewer's files, if its package is installed. Does not import the package."""
    spec = importlib.util.find_spec("swagger_ui")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "static"
    return folder if (folder / "swagger-ui-bundle.js").is_file() else None


def _script(value: Any) -> str:
    """A value for use inside a script, with everything escaped that could end the script."""
    return json.dumps(value).replace("<", "\\u003c")


def _rows(operations: Iterable[Operation]) -> Iterable[str]:
    for operation in operations:
        cells = (operation.operation_id, operation.method.upper(), path_of(operation), operation.summary)
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
