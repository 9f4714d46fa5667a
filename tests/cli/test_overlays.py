"""`--overlay`, `overlays` in a profile, DYNACLIENT_OVERLAYS, and the commands of `dynaclient overlay`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Result

INFO = {"title": "t", "version": "1"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Zoo", "version": "1"},
    "servers": [{"url": "http://localhost:1"}],
    "paths": {
        "/pets/{id}": {"get": {"operationId": "getPet", "responses": {}}},
        "/pets": {"get": {"operationId": "getPet", "responses": {}}},
    },
}


def overlay(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"overlay": "1.1.0", "info": INFO, "actions": list(actions), **more}


def renaming(name: str) -> dict[str, Any]:
    return overlay({"target": "$.paths['/pets'].get", "update": {"operationId": name}})


@pytest.fixture
def zoo(tmp_path: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a document and overlays, which is the current one."""
    env.pop("DYNACLIENT_SPEC")
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "api.json": DOCUMENT,
        "a.json": renaming("fromA"),
        "b.json": renaming("fromB"),
        "extends.json": {**renaming("fromExtends"), "extends": "api.json"},
        "stale.json": overlay({"target": "$.nothing", "remove": True}),
    }.items():
        (tmp_path / name).write_text(json.dumps(value, indent=1), "utf-8")
    return tmp_path


def listed(done: Result) -> set[str]:
    assert done.code == 0, done.err
    return {line.split("\t")[0] for line in done.out.splitlines()}


Run = Callable[..., Result]


def test_overlays_of_the_options_are_applied_in_order(run: Run, zoo: Path) -> None:
    """Before the command and after it."""
    assert listed(run("--spec", "api.json", "--overlay", "a.json", "list")) == {"getPet", "fromA"}
    assert listed(run("--spec", "api.json", "list", "--overlay", "a.json", "--overlay", "b.json")) == {
        "getPet",
        "fromB",
    }
    assert listed(run("--overlay", "b.json", "--spec", "api.json", "list", "--overlay", "a.json")) == {
        "getPet",
        "fromA",
    }


def test_an_operation_that_an_overlay_adds_is_called_by_its_name(run: Run, zoo: Path) -> None:
    added = {"/keepers": {"get": {"operationId": "getKeepers", "responses": {}}}}
    (zoo / "more.json").write_text(json.dumps(overlay({"target": "$.paths", "update": added})), "utf-8")
    for line in (["getKeepers", "--overlay", "more.json"], ["--overlay=more.json", "getKeepers"]):
        done = run("--spec", "api.json", *line, "--dry-run", "--base-url", "http://zoo.example")
        assert (done.code, "zoo.example" in done.out) == (0, True), done


def test_overlays_of_the_environment_are_separated_as_in_path(run: Run, zoo: Path) -> None:
    assert listed(run("--spec", "api.json", "list", DYNACLIENT_OVERLAYS="a.json:b.json")) == {"getPet", "fromB"}
    assert listed(run("list", DYNACLIENT_SPEC="api.json", DYNACLIENT_OVERLAYS="a.json")) == {"getPet", "fromA"}
    done = run("--spec", "api.json", "--overlay", "a.json", "list", DYNACLIENT_OVERLAYS="b.json")
    assert listed(done) == {"getPet", "fromA"}


def test_overlays_of_a_profile_are_beside_the_file_that_names_them(run: Run, zoo: Path, env: dict[str, str]) -> None:
    """They take the place of those of the environment, and those of the options come after them."""
    config = Path(env["HOME"]) / ".config" / "dynaclient" / "config.toml"
    config.parent.mkdir(parents=True)
    (config.parent / "mine.json").write_text(json.dumps(renaming("mine")), "utf-8")
    config.write_text(
        f'[profile.zoo]\nspec = "{zoo / "api.json"}"\noverlays = ["mine.json"]\n'
        '[profile.bad]\noverlays = [1]\n[profile.worse]\noverlays = "mine.json"\n'
    )
    assert listed(run("--profile", "zoo", "list", DYNACLIENT_OVERLAYS="b.json")) == {"getPet", "mine"}
    assert listed(run("--profile", "zoo", "list", "--overlay", "a.json")) == {"getPet", "fromA"}
    done = run("--profile", "bad", "list")
    assert (done.code, "must be a list of paths and addresses, and has integer" in done.err) == (2, True)
    done = run("--profile", "worse", "list")
    assert (done.code, "'overlays' of profile 'worse'" in done.err) == (2, True)


def test_without_a_document_the_one_that_an_overlay_extends_is_meant(run: Run, zoo: Path) -> None:
    assert listed(run("--overlay", "extends.json", "list")) == {"getPet", "fromExtends"}
    done = run("--overlay", "extends.json", "--spec", "other.json", "list")
    assert done.code == 3


def test_an_overlay_that_cannot_be_applied_is_an_error_of_the_document(run: Run, zoo: Path) -> None:
    (zoo / "bad.yaml").write_text(
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.info\n  update: 1\n", "utf-8"
    )
    done = run("--spec", "api.json", "--overlay", "bad.yaml", "list")
    assert done.code == 3
    assert done.err == (
        "dynaclient: bad.yaml, line 4, target $.info: #/info is an object, so an object must be merged, not 1.\n"
    )
    done = run("--json-errors", "--spec", "api.json", "--overlay", "bad.yaml", "list")
    record = json.loads(done.err)["error"]
    assert (record["type"], record["source"], record["line"], record["target"]) == (
        "OverlayError", "bad.yaml", 4, "$.info",
    )  # fmt: skip


def test_check_lists_stale_actions_and_where_problems_come_from(run: Run, zoo: Path) -> None:
    done = run("check", "--quick", "api.json", "--overlay", "stale.json", "--overlay", "b.json")
    assert done.code == 3
    assert (
        "stale.json#/actions/0 (line 8): the target selects nothing ($.nothing); this action changes nothing"
        in done.out
    )
    done = run("check", "--quick", "--json", "api.json", "--overlay", "stale.json")
    first = json.loads(done.out.splitlines()[0])
    assert (first["problem"], first["overlay"], first["line"]) == ("stale-overlay", "stale.json", 8)


def test_apply_writes_the_document(run: Run, zoo: Path) -> None:
    done = run("overlay", "apply", "api.json", "a.json", "--format", "json")
    assert json.loads(done.out)["paths"]["/pets"]["get"]["operationId"] == "fromA"
    assert list(json.loads(done.out)) == list(DOCUMENT)
    done = run("overlay", "apply", "api.json", "a.json", "-o", "new.yaml")
    assert (done.code, done.out) == (0, "")
    assert listed(run("--spec", "new.yaml", "list")) == {"getPet", "fromA"}
    assert json.loads((zoo / "api.json").read_text("utf-8")) == DOCUMENT


def test_apply_lists_what_changes_nothing_and_may_fail_for_it(run: Run, zoo: Path) -> None:
    done = run("overlay", "apply", "api.json", "stale.json")
    assert (done.code, "stale.json#/actions/0 (line 8): the target selects nothing" in done.err) == (0, True)
    assert run("overlay", "apply", "--strict", "api.json", "stale.json").code == 7
    assert run("overlay", "apply", "--strict", "api.json", "a.json").code == 0


def test_apply_without_a_document_takes_the_one_that_the_overlay_extends(run: Run, zoo: Path) -> None:
    done = run("overlay", "apply", "extends.json", "a.json", "--format", "json")
    assert json.loads(done.out)["paths"]["/pets"]["get"]["operationId"] == "fromA"
    done = run("overlay", "apply", "a.json")
    assert (done.code, "a.json is an overlay that extends no document" in done.err) == (2, True)
    done = run("overlay", "apply", "api.json")
    assert (done.code, "there is no overlay to apply" in done.err) == (2, True)


def test_diff_writes_the_overlay_that_makes_one_of_the_other(run: Run, zoo: Path) -> None:
    run("overlay", "apply", "api.json", "a.json", "-o", "new.yaml")
    done = run("overlay", "diff", "api.json", "new.yaml", "-o", "made.yaml")
    assert (done.code, done.err) == (0, "")
    done = run("overlay", "apply", "api.json", "made.yaml", "--format", "json", "--strict")
    assert (done.code, json.loads(done.out)["paths"]["/pets"]["get"]["operationId"]) == (0, "fromA")
    done = run("overlay", "diff", "api.json", "api.json")
    assert (done.code, done.out) == (0, "")
    assert "The documents are equal" in done.err


def test_diff_compares_documents_with_the_overlays_of_the_options(run: Run, zoo: Path) -> None:
    """The overlay that is written comes after them; `extends` may name the old document."""
    run("overlay", "apply", "api.json", "a.json", "-o", "new.yaml")
    for name in ("a.json", "b.json", "extends.json"):
        done = run("overlay", "diff", "api.json", "new.yaml", "--overlay", name)
        assert (done.code, done.out) == (0, "")
        assert "The documents are equal" in done.err
    done = run("overlay", "diff", "api.json", "new.yaml", "--overlay", "none.json")
    assert (done.code, "none.json" in done.err) == (3, True)


def test_fix_proposes_an_overlay_that_repairs_the_document(run: Run, zoo: Path) -> None:
    done = run("overlay", "fix", "api.json", "-o", "fix.yaml")
    assert (done.code, done.err) == (0, "Zoo: 2 of 2 problems repaired.\n")
    done = run("check", "--quick", "api.json", "--overlay", "fix.yaml")
    assert (done.code, done.out) == (0, "")
    assert listed(run("--spec", "api.json", "--overlay", "fix.yaml", "list")) == {"getPet", "get_pets"}


def test_texts_that_another_reader_would_misread_are_quoted(run: Run, zoo: Path) -> None:
    """YAML 1.1 and 1.2 differ: both read the same back."""
    import yaml

    from dynaclient.document.read import load_value

    texts = [
        "1e3",
        "0o7",
        "no",
        "12:30",
        "2020-01-01",
        "0x1f",
        ".5",
        "1_000",
        "~",
        "",
        " a",
        "a\nb\n",
        "a: b",
        "- a",
        "😀",
    ]
    fix = overlay({"target": "$.info", "update": {"x-texts": texts, "x-more": {text: text for text in texts}}})
    (zoo / "fix.json").write_text(json.dumps(fix), "utf-8")
    done = run("overlay", "apply", "api.json", "fix.json")
    for read in (yaml.safe_load(done.out), load_value(done.out.encode())):
        assert read["info"]["x-texts"] == texts
        assert read["info"]["x-more"] == {text: text for text in texts}


def test_help_names_the_commands(run: Run) -> None:
    done = run("overlay", "--help")
    assert done.code == 0
    for name in ("apply", "diff", "fix"):
        assert f"  {name} " in done.out
        assert run("overlay", name, "--help").code == 0
    assert run("overlay") == done
