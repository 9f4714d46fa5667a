"""`reference` and `stubs`: a document's pages and types as files."""

from __future__ import annotations

import ast

import pytest


@pytest.mark.parametrize(
    ("format_name", "first"), [("markdown", "README.md"), ("html", "index.html"), ("json", "index.json")]
)
def test_the_reference_of_the_document_is_written(run, tmp_path, format_name, first) -> None:
    """The folder has the index that the command names, and a page for each operation."""
    done = run("reference", "--format", format_name, "-o", str(tmp_path / "pages"))
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "pages" / first).is_file()
    assert str(tmp_path / "pages" / first) in done.out
    assert any((tmp_path / "pages" / "operations").iterdir())


def test_the_types_of_the_document_are_written(run, tmp_path) -> None:
    """The stub is Python, with the class that was named."""
    done = run("stubs", "--name", "Shop", "-o", str(tmp_path / "shop.pyi"))
    assert (done.code, done.err) == (0, "")
    classes = [
        node.name for node in ast.parse((tmp_path / "shop.pyi").read_text()).body if isinstance(node, ast.ClassDef)
    ]
    assert "Shop" in classes


@pytest.mark.parametrize("words", [("reference",), ("stubs",)], ids=lambda words: words[0])
def test_a_place_that_cannot_be_written_is_refused_with_the_fix(run, tmp_path, words) -> None:
    """There is a file where a folder would have to be created."""
    (tmp_path / "taken").write_text("")
    done = run(*words, "-o", str(tmp_path / "taken" / "below" / "x.pyi"))
    assert done.code == 2
    assert "-o" in done.err
