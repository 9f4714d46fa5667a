"""`edit`: the editor, mistakes that lose nothing, the difference, the question, two people at once; `--compress`."""

from __future__ import annotations

import gzip
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.editing.store import DOCUMENT, Store, served
from tests.runtime.server import Loopback, Seen, as_json

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the editor of these tests is a shell script")

Edit = Callable[..., Any]


class Here:
    """A store on a port, its document in a file, and an editor that a test writes."""

    def __init__(self, store: Store, url: str, folder: Path, run: Callable[..., Any]) -> None:
        self.store = store
        self.folder = folder
        self._run = run
        self._base = ("--spec", str(folder / "store.json"), "--base-url", url)
        (folder / "store.json").write_text(json.dumps(DOCUMENT))
        self.temporary = folder / "temporary"
        self.temporary.mkdir()

    def editor(self, *changes: str) -> str:
        """An editor that makes one change of the text after the other, each with `text`, when it is opened."""
        script = self.folder / "editor.py"
        lines = ["import os, pathlib, sys", "path = pathlib.Path(sys.argv[-1])", "text = path.read_text()"]
        lines += [
            f"count = pathlib.Path({str(self.folder / 'count')!r})",
            "n = len(count.read_text()) if count.exists() else 0",
        ]
        lines += ["count.write_text('x' * (n + 1))", f"exec({list(changes)!r}[n])", "path.write_text(text)"]
        script.write_text("\n".join(lines))
        return f"{sys.executable} {script}"

    def __call__(self, *words: str, editor: str = "false", stdin: bytes = b"") -> Any:
        more = {"VISUAL": "", "EDITOR": editor}
        return self._run(*self._base, *words, stdin=stdin, **more)

    @property
    def kept(self) -> list[Path]:
        """What is left of texts."""
        return list(self.temporary.iterdir())


@pytest.fixture
def here(tmp_path: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Here]:
    store = Store()
    server = served(store)
    place = Here(store, f"http://127.0.0.1:{server.server_port}", tmp_path, run)
    monkeypatch.setattr("tempfile.tempdir", str(place.temporary))
    yield place
    server.shutdown()
    server.server_close()


RENAME = "text = text.replace('Rex', 'Bo')"


def test_it_opens_the_editor_shows_the_difference_and_sends(here: Here) -> None:
    """Without what only the server sets; the answer is printed; no file is left."""
    seen = f"import shutil; shutil.copy(path, {str(here.folder / 'seen.json')!r})"
    done = here("edit", "putThing", "7", "--yes", editor=here.editor(f"{seen}; {RENAME}"))
    assert (done.code, done.err) == (0, "getThing reads what putThing writes.\n")
    assert '-  "name": "Rex",\n+  "name": "Bo",\n' in done.out
    assert '"name": "Bo"' in done.out.rpartition("\n")[2]
    shown = json.loads((here.folder / "seen.json").read_text())
    assert shown == {"name": "Rex", "tag": "a", "size": 1, "home": {"city": "Rome"}, "x": 1}
    assert stat.S_IMODE((here.folder / "seen.json").stat().st_mode) & 0o077 == 0
    assert (here.store.value["name"], here.kept) == ("Bo", [])
    assert [headers["if-match"] for _, headers, _ in here.store.writes] == ['"v1"']


def test_what_did_not_change_is_not_sent_and_a_dry_run_sends_nothing(here: Here) -> None:
    """Blanks are no change."""
    done = here("edit", "putThing", "thingId=7", "--yes", editor=here.editor("text = text.replace(' ', '')"))
    assert (done.code, done.out, here.store.writes, here.kept) == (0, "", [], [])
    assert done.err.endswith("Nothing changed, so nothing was sent.\n")
    done = here("edit", "putThing", "7", "--from", "-", "--dry-run", stdin=b'{"name": "Bo"}')
    assert (done.code, here.store.writes) == (0, [])
    assert '+  "name": "Bo"\n' in done.out


def test_a_mistake_loses_nothing(here: Here) -> None:
    """Without anybody to ask, the text is kept, and `--from` takes it up again once it is right."""
    done = here(
        "edit", "putThing", "7", "--yes", editor=here.editor("text = text.replace('Rex', 'My long work').rstrip()[:-1]")
    )
    assert done.code == 2
    assert "the text is not JSON at line" in done.err
    [kept] = here.kept
    assert f"Your text is in {kept}; --from {kept} takes it up again." in done.err
    assert "My long work" in kept.read_text()
    kept.write_text(kept.read_text() + "}")
    done = here("edit", "putThing", "7", "--yes", "--from", str(kept))
    assert (done.code, here.store.value["name"]) == (0, "My long work")


def test_the_editor_opens_again_until_the_text_fits(here: Here) -> None:
    """Each mistake is explained: no JSON, a schema that does not fit, then it is right."""
    editor = here.editor(
        "text += '!'", "text = text[:-1].replace('\"Rex\"', '3')", "text = text.replace('3', '\"Bo\"')"
    )
    done = here("edit", "putThing", "7", "--yes", editor=editor, stdin=b"\ny\n")
    assert done.code == 0
    assert "the text is not JSON" in done.err
    assert "/body/name: expected string, given integer 3" in done.err
    assert (done.err.count("Open it again? [Y/n]"), here.store.value["name"], here.kept) == (2, "Bo", [])


def test_a_conflict_keeps_the_text_and_a_merge_says_so(here: Here) -> None:
    """Exit code 4; the other change stays."""
    here.store.before_write = [lambda: here.store.change(size=5)]
    done = here(
        "edit", "putThing", "7", "--yes", editor=here.editor(RENAME, RENAME.replace("Bo", "Cy").replace("Rex", "Bo"))
    )
    assert done.err.endswith("Somebody else changed it meanwhile: both changes are in it now.\n")
    assert (done.code, here.store.value["name"], here.store.value["size"]) == (0, "Bo", 5)
    here.store.before_write = [lambda: here.store.change(name="Ada")]
    done = here("edit", "putThing", "7", "--yes", editor=f"{sys.executable} {here.folder / 'editor.py'}")
    assert (done.code, here.store.value["name"], len(here.kept)) == (4, "Ada", 1)
    assert "putThing: somebody else changed '/name' too, so nothing was written. Edit it again" in done.err


@pytest.mark.parametrize(
    ("words", "editor", "text"),
    [
        (("putThing", "7"), "true", "there is nobody to ask. Add --yes"),
        (("putThing", "7", "--from", "x.json"), "true", "there is nobody to ask. Add --yes"),
        (("getThing", "7", "--yes"), "true", "is GET: name putThing, patchThing or postThing instead"),
        (("putThing", "7", "--yes"), "false", "the editor ended with 1, so nothing was sent."),
        (("putThing", "7", "--yes"), "nonesuch-editor -w", "the editor 'nonesuch-editor' cannot be run: No such file"),
        (("putThing", "7", "--yes"), "", "there is no terminal for a text editor. Give the changed value with --from"),
        (("putThing", "7", "--yes"), "vi 'x", "EDITOR cannot be read: a quotation does not end"),
        (("putThing", "7", "--yes", "--from", "none.json"), "", "the file 'none.json' of --from cannot be read: No"),
        (("putThing", "7", "--yes", "name=Bo"), "true", "'name' is for the body: change it in the editor"),
        (("putAlone", "7", "--yes"), "true", "name it with --read OPERATION"),
        (("putAlone", "7", "--yes", "--read", "deleteThing"), "true", "--read deleteThing does not read"),
        (("putThing", "--yse"), "true", "--yes"),
    ],
)  # fmt: skip
def test_each_mistake_says_what_to_do(here: Here, words: tuple[str, ...], editor: str, text: str) -> None:
    """Nothing is sent, and no file is left."""
    done = here("edit", *words, editor=editor)
    assert done.code == 2
    assert text in done.err
    assert (here.store.writes, here.kept) == ([], [])


def test_without_versions_the_option_is_named(here: Here) -> None:
    """And does it."""
    here.store.__init__("")  # type: ignore[misc]
    done = here("edit", "putThing", "7", "--yes", editor=here.editor(RENAME))
    assert (done.code, "--unconditional writes all the same" in done.err) == (2, True)
    done = here("edit", "putThing", "7", "--yes", "--unconditional", editor=here.editor(RENAME))
    assert (done.code, here.store.value["name"]) == (0, "Bo")


def test_a_person_is_asked(here: Here, tmp_path: Path) -> None:
    """In a terminal: no keeps the text, yes sends it."""
    pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")
    env = {**os.environ, "TMPDIR": str(here.temporary), "HOME": str(tmp_path), "VISUAL": here.editor(RENAME, RENAME)}
    for answer, name, left in (("n", "Rex", 1), ("y", "Bo", 1)):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "dynaclient", *here._base, "edit", "putThing", "7"],
            env=env,
            timeout=60,
            encoding="utf-8",
        )
        child.expect(r"Send it with putThing\? \[y/N\] ")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert (here.store.value["name"], len(here.kept), child.exitstatus) == (name, left, 2 if answer == "n" else 0)


def test_compress_sends_gzip(run: Callable[..., Any], tmp_path: Path) -> None:
    """With an operation and with a request; `--curl` cannot show it."""
    seen: list[Seen] = []
    server = Loopback(lambda one: seen.append(one) or as_json({}))
    (tmp_path / "store.json").write_text(json.dumps(DOCUMENT))
    base = ("--spec", str(tmp_path / "store.json"), "--base-url", server.url)
    try:
        assert run(*base, "putThing", "7", f"name={'x' * 500}", "--compress").code == 0
        assert run(*base, "request", "POST", "/a", f"name={'x' * 500}", "--compress").code == 0
        refused = run(*base, "putThing", "7", "name=x", "--compress", "--curl")
    finally:
        server.close()
    assert [json.loads(gzip.decompress(one.body)) for one in seen] == [{"name": "x" * 500}] * 2
    assert (refused.code, "a command line cannot show" in refused.err) == (2, True)
