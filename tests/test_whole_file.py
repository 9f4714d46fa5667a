"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dynaclient._support.whole_file import WholeFile, write_whole


def test_a_file_appears_when_it_is_finished(tmp_path: Path) -> None:
    """Until then readers of the path see the old file."""
    path = tmp_path / "out.txt"
    path.write_text("old")
    with WholeFile(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(TypeError), WholeFile(path) as file:
        file.write(b"half" + None)  # type: ignore[operator]
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["out.txt"])


def test_closing_before_finishing_writes_nothing(tmp_path: Path) -> None:
    whole = WholeFile(tmp_path / "out.txt")
    whole.file.write(b"half")
    whole.close()
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    with WholeFile(tmp_path / "key", private=True) as file:
        file.write(b"x")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_text_is_utf_8_with_plain_newlines(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.txt", "é\n")
    assert (tmp_path / "out.txt").read_bytes() == b"\xc3\xa9\n"
