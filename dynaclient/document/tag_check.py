"""Finds tags whose `parent` leads nowhere or in a circle. Source: OAS 3.2.0 Tag Object, `parent`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._support.wording import did_you_mean, shown
from .parts import SurveyedDocument

_AT_TOP = "the tag is shown at the top"


def check_tags(document: SurveyedDocument) -> None:
    """Report each tag with such a parent."""
    tags: Sequence[Mapping[str, Any]] = document.tags
    parents = {str(tag.get("name")): tag["parent"] for tag in tags if isinstance(tag.get("parent"), str)}
    names = [str(tag.get("name")) for tag in tags]
    for i, tag in enumerate(tags):
        parent = tag.get("parent")
        if not isinstance(parent, str):
            continue
        if parent not in names:
            what = f"the document declares no tag {shown(parent)}.{did_you_mean(parent, names)}".rstrip(".")
            document.report_schema(f"#/tags/{i}/parent", "unknown-parent", what, _AT_TOP)
            continue
        seen = [str(tag.get("name"))]
        while parent in parents and parent not in seen:
            seen.append(parent)
            parent = parents[parent]
        if parent == seen[0]:
            circle = " → ".join([*seen, seen[0]])
            document.report_schema(
                f"#/tags/{i}/parent", "unknown-parent", f"its parents lead in a circle: {circle}", _AT_TOP
            )
