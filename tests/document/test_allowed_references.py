"""What `allow_references=` takes: a list. Of one text each character would be a path, among them `/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, RequestError, UnresolvableReference

DOCUMENT = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}


@pytest.mark.parametrize("given", ["/srv", b"/srv", Path("/srv"), {"/srv": 1}, 5, None])
def test_what_is_no_list_is_refused(given: Any) -> None:
    with pytest.raises(RequestError, match="allow_references= must be a list of folders and addresses"):
        Client(DOCUMENT, allow_references=given)


@pytest.mark.parametrize("given", [[5], [""], [b"/srv"], [None]])
def test_a_member_that_is_no_path_is_refused(given: Any) -> None:
    with pytest.raises(RequestError, match="allow_references=: a folder or an address must be text or a path"):
        Client(DOCUMENT, allow_references=given)


def test_a_list_opens_its_folders_and_no_other(tmp_path: Path) -> None:
    own, allowed, other = (tmp_path / name for name in ("own", "allowed", "other"))
    for folder in (own, allowed, other):
        folder.mkdir()
        (folder / "part.json").write_text('{"type": "integer"}')
    (own / "api.json").write_text('{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}')
    document = Client(own / "api.json", allow_references=[allowed]).document
    assert document.resolve((allowed / "part.json").as_uri()) == {"type": "integer"}
    with pytest.raises(UnresolvableReference):
        document.resolve((other / "part.json").as_uri())
