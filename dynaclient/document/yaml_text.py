"""Values as YAML text that every reader reads back as they were, one of YAML 1.1 like ours of 1.2."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .yaml_events import load_yaml

_WIDTH = 120


def yaml_text(value: Any) -> str:
    """A value as YAML, in its own order; what is shared in it is written in each place."""
    import yaml

    text: str = yaml.dump(value, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


@lru_cache(maxsize=1)
def _dumper() -> Any:
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # chosen at run time
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent_text(dumper: Any, text: str) -> Any:
        is_block = "\n" in text and not any(line != line.rstrip() for line in text.split("\n"))
        style = "|" if is_block else "'" if _reads_as_another(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, represent_text)
    return Dumper


def _reads_as_another(text: str) -> bool:
    """Whether YAML 1.2 reads a plain scalar as another type, such as `1e3` or `0o7`; PyYAML knows those of 1.1."""
    return text[:1] in "+-.0123456789" and len(text) < 400 and text.strip() == text and _is_number(text)


def _is_number(text: str) -> bool:
    return not any(c in text for c in ":#{}[],&*!|>'\"%@`\n") and not isinstance(load_yaml(text), (str, list, dict))
