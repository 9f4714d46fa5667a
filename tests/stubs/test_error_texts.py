"""What options, stubs and pages say of a mistake, word for word: the place, the value given, and the way out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DynaclientError
from dynaclient.reference import build
from dynaclient.stubs import write

DOCUMENT = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}

TEXTS: dict[str, tuple[Callable[[], Any], str]] = {
    "a misspelt option": (
        lambda: Client(DOCUMENT).with_options(timeot=3),  # type: ignore[call-arg]
        "there is no option 'timeot'. Did you mean 'timeout'?",
    ),
    "a misspelt option of an async client": (
        lambda: AsyncClient(DOCUMENT).with_options(validate_response="raise"),  # type: ignore[call-arg]
        "there is no option 'validate_response'. Did you mean 'validate_responses'?",
    ),
    "an option of the wrong kind": (
        lambda: Client(DOCUMENT).with_options(timeout="3"),  # type: ignore[arg-type]
        "timeout= must be seconds above 0, a pair (to connect, between bytes) or None, not '3'",
    ),
    "a class without a name": (
        lambda: write(DOCUMENT, "My API", "api.pyi"),
        "the class needs a name that Python can use, such as MyApi, not 'My API'",
    ),
    "a stub with another ending": (
        lambda: write(DOCUMENT, "Api", "api.py"),
        "a stub is a .pyi file; write to api.pyi, not api.py",
    ),
    "an unknown format of pages": (
        lambda: build(DOCUMENT, "htm", "pages"),
        "a reference is written as markdown, html or json, not 'htm'. Did you mean 'html'?",
    ),
}


@pytest.mark.parametrize("mistake", TEXTS)
def test_a_mistake_is_answered_with_these_words(mistake: str) -> None:
    """And nothing is written."""
    make, text = TEXTS[mistake]
    with pytest.raises(DynaclientError) as caught:
        make()
    assert str(caught.value) == text
    assert not Path("pages").exists()
    assert not Path("api.pyi").exists()


@pytest.mark.parametrize("library", ["jinja2", "markdown_it", "nh3", "pygments"])
def test_a_missing_library_is_named_with_its_install_line(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DynaclientError) as caught:
        build(DOCUMENT, "html", "pages")
    assert str(caught.value) == (
        f"writing a reference needs {library}, which is not installed: pip install 'dynaclient[reference]'"
    )
    assert not Path("pages").exists()
