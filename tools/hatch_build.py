"""Compiles the bundled description into the wheel, so that an installed copy starts without reading YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledDescription(BuildHookInterface):
    """Adds `dynaclient/spec/openapi.compiled`; an editable install reads the description itself."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name the file for the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from dynaclient.document import Document
        from dynaclient.document.compiled_parts import compile_document

        content = compile_document(Document(Path(self.root) / "spec" / "openapi.yaml", cache=False))
        file = Path(tempfile.mkdtemp()) / "openapi.compiled"
        file.write_bytes(content)
        build_data["force_include"][str(file)] = "dynaclient/spec/openapi.compiled"
