"""`diff`, `lock` and `drift`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from dynaclient import Document
from dynaclient.swap import Lock
from dynaclient.swap.drift_notes import Note, merge_notes
from dynaclient.swap.usage import merge_usage
from dynaclient.swap.used import Used

from .conftest import Result

Run = Callable[..., Result]

TEXT = {"type": "string"}


def shop(**changes: Any) -> dict[str, Any]:
    """A document with two operations; `changes` are properties of the body of one of them."""
    body = {"type": "object", "properties": {"name": {**TEXT, "maxLength": 9}, "age": {"type": "integer"}, **changes}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example"}],
        "paths": {
            "/pets": {
                "post": {
                    "operationId": "createPet",
                    "requestBody": {"content": {"application/json": {"schema": body}}},
                    "responses": {"201": {"description": "It.", "content": {"application/json": {"schema": TEXT}}}},
                },
                "get": {"operationId": "listPets", "responses": {"200": {"description": "All."}}},
            }
        },
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two versions of a document and a program, as the current one."""
    new = shop(name={**TEXT, "maxLength": 5})
    new["info"]["version"] = "2"
    new["paths"]["/pets"]["post"]["responses"]["201"]["content"]["application/json"]["schema"] = {
        "type": ["string", "null"]
    }
    new["paths"]["/pets"]["get"]["deprecated"] = True
    (tmp_path / "old.yaml").write_text(yaml.safe_dump(shop(), sort_keys=False))
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(new, sort_keys=False))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("import dynaclient\ndynaclient.Client('old.yaml').createPet(name='Rex')\n")
    (tmp_path / "other.yaml").write_text("openapi: 3.1.0\ninfo: {title: Other, version: '1'}\npaths: {}\n")
    Lock.of(Document(shop()), Used.of(["createPet", "listPets"])).write(tmp_path / "own.lock")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# diff

TEXT_REPORT = """\
Shop 1 → Shop 2: 2 operations; 1 breaking, 1 risky, 1 safe; no text is different

createPet
  breaking: body /name: `maxLength` is 5 now, and was 9. Send only what the new document admits.
    {name} → {name}
  risky: answer 201: null is admitted now. Be ready for null where it is read.
""".replace("{name}", "#/paths/~1pets/post/requestBody/content/application~1json/schema/properties/name")


def test_diff_says_what_changed_and_what_to_do(run: Run, folder: Path) -> None:
    result = run("diff", "old.yaml", "new.yaml")
    assert (result.code, result.out, result.err) == (0, TEXT_REPORT, "")


FAILS = [
    pytest.param([], 0, id="without --fail-on"),
    pytest.param(["--fail-on", "breaking"], 7, id="breaking"),
    pytest.param(["--fail-on", "risky"], 7, id="risky"),
    pytest.param(["--fail-on", "risky", "--operation", "list*"], 0, id="an operation that has only safe changes"),
    pytest.param(["--fail-on", "breaking", "--operation", "create*", "--operation", "list*"], 7, id="two globs"),
]


@pytest.mark.parametrize(("options", "code"), FAILS)
def test_diff_exits_with_7_where_it_is_asked_to(options: list[str], code: int, run: Run, folder: Path) -> None:
    assert run("diff", "old.yaml", "new.yaml", *options).code == code


def test_diff_of_equal_documents_is_one_line(run: Run, folder: Path) -> None:
    result = run("diff", "old.yaml", "old.yaml", "--fail-on", "risky")
    assert (result.code, result.out.splitlines()) == (
        0,
        ["Shop 1 → Shop 1: 2 operations; 0 breaking, 0 risky, 0 safe; no text is different"],
    )


def test_diff_as_json_has_everything(run: Run, folder: Path) -> None:
    found = json.loads(run("diff", "old.yaml", "new.yaml", "--format", "json").out)
    assert found["counts"] == {"breaking": 1, "risky": 1, "safe": 1}
    assert [(change["verdict"], change["kind"], change["operation_id"]) for change in found["changes"]] == [
        ("safe", "operation-deprecated", "listPets"),
        ("breaking", "limit-narrowed", "createPet"),
        ("risky", "null-admitted", "createPet"),
    ]
    assert found["changes"][1]["argument"] == "body:name"
    assert set(found["changes"][1]) == {
        "verdict", "kind", "operation_id", "where", "argument", "text", "advice", "old_pointer", "new_pointer",
    }  # fmt: skip


def test_diff_as_markdown_is_a_table_for_each_verdict(run: Run, folder: Path) -> None:
    lines = run("diff", "old.yaml", "new.yaml", "--format", "markdown").out.splitlines()
    assert [line for line in lines if line.startswith("###")] == ["### Breaking (1)", "### Risky (1)"]
    assert (
        "| `createPet` | body /name | `maxLength` is 5 now, and was 9 | Send only what the new document admits. |"
        in lines
    )


def test_diff_as_junit_has_a_case_for_each_operation(run: Run, folder: Path) -> None:
    suite = ElementTree.fromstring(run("diff", "old.yaml", "new.yaml", "--format", "junit").out)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    passed, failed = suite.findall("testcase")
    failure, notes = failed
    assert (failed.get("name"), failure.tag, failure.get("type")) == ("createPet", "failure", "limit-narrowed")
    assert (notes.tag, "risky: answer 201: null is admitted now" in str(notes.text)) == ("system-out", True)
    assert (passed.get("name"), list(passed)) == ("listPets", [])


def test_a_report_for_junit_is_never_without_a_case(run: Run, folder: Path) -> None:
    """CI services refuse one."""
    suite = ElementTree.fromstring(run("diff", "old.yaml", "old.yaml", "--format", "junit").out)
    assert [case.get("name") for case in suite] == ["2 operations without changes"]


FORMS = ("text", "json", "markdown", "junit", "github", "sarif")


@pytest.mark.parametrize("form", FORMS)
def test_no_report_has_the_secrets_of_a_server(form: str, run: Run, folder: Path) -> None:
    """And an address that only has another one of them is the same."""
    new = shop()
    for name, url in {
        "a.yaml": "https://me:S3CRET@shop.example?api_key=S3CRET",
        "b.yaml": "https://me:0THER@shop.example?api_key=0THER",
        "c.yaml": "https://me:S3CRET@other.example?api_key=S3CRET",
    }.items():
        new["servers"] = [{"url": url}]
        (folder / name).write_text(yaml.safe_dump(new))
    assert run("diff", "a.yaml", "b.yaml", "--fail-on", "breaking").code == 0
    done = run("diff", "a.yaml", "c.yaml", "--fail-on", "breaking", "--format", form)
    assert (done.code, "https://other.example?api_key=***" in done.out) == (7, True)
    assert "S3CRET" not in done.out + done.err


def test_diff_for_github_is_annotations(run: Run, folder: Path) -> None:
    lines = run("diff", "old.yaml", "new.yaml", "--format", "github").out.splitlines()
    assert lines[0] == (
        "::error title=createPet%3A limit-narrowed::body /name: `maxLength` is 5 now, and was 9. "
        "Send only what the new document admits."
    )
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


def test_diff_as_sarif_names_rules_and_places(run: Run, folder: Path) -> None:
    found = json.loads(run("diff", "old.yaml", "new.yaml", "--format", "sarif").out)
    (result,) = [one for one in found["runs"][0]["results"] if one["level"] == "error"]
    assert found["version"] == "2.1.0"
    assert result["ruleId"] == "limit-narrowed"
    assert [rule["id"] for rule in found["runs"][0]["tool"]["driver"]["rules"]] == ["limit-narrowed", "null-admitted"]
    places = [place["physicalLocation"] for place in result["locations"]]
    assert [place["artifactLocation"]["uri"] for place in places] == ["new.yaml", "old.yaml"]
    assert places[0]["region"] == {"startLine": 1}
    for place in result["locations"]:
        assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("#/paths/~1pets/post")


def test_diff_of_what_a_lock_uses(run: Run, folder: Path) -> None:
    (folder / "src" / "app.py").write_text("import dynaclient\ndynaclient.Client('old.yaml').createPet(age=3)\n")
    assert run("--spec", "old.yaml", "lock", "src").code == 0
    result = run("diff", "old.yaml", "new.yaml", "--used", "dynaclient.lock", "--fail-on", "breaking")
    assert result.code == 0
    assert "1 operation in use; 0 breaking, 1 risky" in result.out


MISTAKES = [
    pytest.param(["diff", "old.yaml"], 2, "NEW is missing", id="one document"),
    pytest.param(["diff", "old.yaml", "gone.yaml"], 3, "no such file", id="no document"),
    pytest.param(
        ["diff", "old.yaml", "new.yaml", "--operation", "x*"], 2, "no operation of old.yaml matches 'x*'", id="glob"
    ),
    pytest.param(
        ["diff", "old.yaml", "new.yaml", "--used", "no.lock"], 3, "Write it with: dynaclient lock SRC", id="lock"
    ),
    pytest.param(
        ["diff", "other.yaml", "new.yaml", "--used", "own.lock"],
        2,
        "own.lock uses 'createPet' (and 1 more), which other.yaml does not have.",
        id="lock of another document",
    ),
    pytest.param(["diff", "old.yaml", "new.yaml", "--format", "pdf"], 2, "'pdf' is not one of", id="format"),
    pytest.param(["lock"], 2, "there is no dynaclient.lock, and nothing to write into it", id="nothing to lock"),
    pytest.param(["lock", "nowhere"], 3, "no such file or folder", id="no source"),
    pytest.param(["lock", "--check"], 3, "there is no such file", id="nothing to check"),
    pytest.param(["lock", "--check", "--update"], 2, "Give one of them", id="both"),
    pytest.param(["drift", "gone.json"], 3, "there is no such file", id="no drift"),
    pytest.param(["drift", "old.yaml"], 3, "it is not a file of Drift", id="another file"),
]


@pytest.mark.parametrize(("words", "code", "text"), MISTAKES)
def test_a_mistake_is_said_with_what_to_do(words: list[str], code: int, text: str, run: Run, folder: Path) -> None:
    result = run("--spec", "old.yaml", *words)
    assert result.code == code
    assert text in result.err


def test_overlays_are_applied_to_both_documents(run: Run, folder: Path) -> None:
    target = "$.paths['/pets'].post.requestBody.content['application/json'].schema.properties.name"
    actions = [{"target": target, "update": {"maxLength": 7}}]
    overlay = {"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": actions}
    (folder / "fix.json").write_text(json.dumps(overlay))
    done = run("diff", "old.yaml", "new.yaml", "--overlay", "fix.json", "--fail-on", "breaking")
    assert (done.code, "0 breaking" in done.out) == (0, True)


# lock


def test_a_lock_has_no_secret_of_a_server(run: Run, folder: Path) -> None:
    """Nor what a check of it prints."""
    new = shop()
    new["servers"] = [{"url": "https://me:S3CRET@shop.example"}]
    (folder / "a.yaml").write_text(yaml.safe_dump(new))
    assert run("--spec", "a.yaml", "lock", "src").code == 0
    assert "S3CRET" not in (folder / "dynaclient.lock").read_text()
    assert run("--spec", "a.yaml", "lock", "--check").code == 0
    assert run("--spec", "old.yaml", "lock", "--check").code == 0


def test_lock_is_written_checked_refused_and_updated(run: Run, folder: Path) -> None:
    """The life of a lock."""
    written = run("--spec", "old.yaml", "lock", "src")
    assert (written.code, written.out, written.err) == (0, "", "dynaclient.lock: 1 operation of Shop 1, from 1 file.\n")
    kept = run("--spec", "old.yaml", "lock", "--check", "src")
    assert (kept.code, kept.err) == (0, "1 operation of Shop 1: nothing breaks.\n")
    before = (folder / "dynaclient.lock").read_bytes()
    failed = run("--spec", "new.yaml", "lock", "--check")
    assert failed.code == 7
    assert "breaking: body /name: `maxLength` is 5 now, and was 9" in failed.out
    refused = run("--spec", "new.yaml", "lock", "src")
    assert refused.code == 7
    assert "--update accepts these changes" in refused.err
    assert (folder / "dynaclient.lock").read_bytes() == before
    updated = run("--spec", "new.yaml", "lock", "--update")
    assert updated.code == 0
    assert "breaking: body /name" in updated.out
    assert updated.err == "dynaclient.lock: 1 operation of Shop 2.\n"
    assert run("--spec", "new.yaml", "lock", "--check").code == 0


def test_a_lock_may_be_replaced_by_what_breaks_nothing(run: Run, folder: Path) -> None:
    assert run("--spec", "old.yaml", "lock", "src").code == 0
    (folder / "src" / "more.py").write_text("import dynaclient\ndynaclient.Client('x').listPets()\n")
    assert run("--spec", "old.yaml", "lock", "src").code == 0
    assert list(json.loads((folder / "dynaclient.lock").read_text())["operations"]) == ["createPet", "listPets"]


def test_check_names_what_the_source_uses_beyond_the_lock(run: Run, folder: Path) -> None:
    assert run("--spec", "old.yaml", "lock", "src").code == 0
    (folder / "src" / "app.py").write_text(
        "import dynaclient\nc = dynaclient.Client('x')\nc.createPet(name=1, age=3)\nc.listPets()\n"
    )
    result = run("--spec", "old.yaml", "lock", "--check", "src")
    assert result.code == 7
    assert result.out == (
        "src/app.py:3: body:age of createPet is not in the lock\nsrc/app.py:4: listPets is not in the lock\n"
    )


def test_update_drops_an_operation_that_is_gone(run: Run, folder: Path) -> None:
    assert run("--spec", "old.yaml", "lock", "src").code == 0
    document = shop()
    del document["paths"]["/pets"]["post"]
    (folder / "gone.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    assert run("--spec", "gone.yaml", "lock").code == 7
    updated = run("--spec", "gone.yaml", "lock", "--update")
    assert "createPet\n  breaking: POST /pets is gone" in updated.out
    assert updated.err == "dynaclient.lock: 0 operations of Shop 1.\n"


def test_what_cannot_be_known_is_shown(run: Run, folder: Path) -> None:
    (folder / "src" / "app.py").write_text("import dynaclient\nc = dynaclient.Client('x')\nc.call(name)\n")
    result = run("--spec", "old.yaml", "lock", "src")
    assert result.err.splitlines()[0] == "src/app.py:3: the operation that call() calls is not written here as text"


def test_lock_takes_what_a_running_program_noted(run: Run, folder: Path) -> None:
    merge_usage("usage.json", Used.of({"listPets": []}))
    assert run("--spec", "old.yaml", "lock", "src", "--usage", "usage.json", "--lock", "other.lock").code == 0
    assert list(json.loads((folder / "other.lock").read_text())["operations"]) == ["createPet", "listPets"]


# drift

TIME = "2026-01-02T03:04:05+00:00"
BEFORE = "2026-01-01T00:00:00+00:00"
NOTES = [
    Note("getPet", "type", "200 body /id", "#/components/schemas/Pet/properties/id/type", "string", 2, BEFORE, TIME,
         "expected integer, given string", "3.1.0", "integer"),
    Note("getPet", "refused", "400", "#/paths/~1pet/get", "400", 1, TIME, TIME, "no", "3.1.0"),
]  # fmt: skip


def test_drift_is_shown(run: Run, folder: Path) -> None:
    merge_notes("drift.json", NOTES)
    result = run("drift", "drift.json")
    assert result.code == 0
    assert result.out == (
        "getPet\n"
        "  400: the server refuses calls that fit the document: 400 (1 time, 2026-01-02T03:04:05+00:00)\n"
        "    #/paths/~1pet/get; for example: no\n"
        f"  200 body /id: string instead of the type declared (2 times, {BEFORE} to {TIME})\n"
        "    #/components/schemas/Pet/properties/id/type; for example: expected integer, given string\n"
    )


def test_drift_fails_where_it_is_asked_to(run: Run, folder: Path) -> None:
    merge_notes("drift.json", NOTES)
    merge_notes("none.json", [])
    assert run("drift", "drift.json", "--fail").code == 7
    none = run("drift", "none.json", "--fail")
    assert (none.code, none.out) == (0, "Nothing differs.\n")


def test_drift_as_json_and_markdown(run: Run, folder: Path) -> None:
    merge_notes("drift.json", NOTES)
    found = json.loads(run("drift", "drift.json", "--format", "json").out)
    assert [(note["kind"], note["count"], note["text"]) for note in found] == [
        ("refused", 1, "the server refuses calls that fit the document: 400"),
        ("type", 2, "string instead of the type declared"),
    ]
    lines = run("drift", "drift.json", "--format", "markdown").out.splitlines()
    assert lines[3] == f"| getPet | 200 body /id | string instead of the type declared | 2 | {TIME} |"


def test_drift_writes_the_overlay(run: Run, folder: Path) -> None:
    merge_notes("drift.json", NOTES)
    result = run("drift", "drift.json", "--overlay", "fix.yaml")
    place = "$.components.schemas.Pet.properties.id"
    why = "getPet: 200 body /id: string instead of the type declared (2 times)"
    assert yaml.safe_load((folder / "fix.yaml").read_text()) == {
        "overlay": "1.0.0",
        "info": {"title": "What the server answers", "version": "1"},
        "actions": [
            {"target": f"{place}.type", "description": why, "remove": True},
            {"target": place, "description": why, "update": {"type": ["integer", "string"]}},
        ],
    }
    assert result.err.splitlines() == [
        "fix.yaml: 2 actions.",
        "getPet: 400: the server refuses calls that fit the document: 400: no overlay can mend this.",
    ]


def test_an_overlay_without_actions_is_not_written(run: Run, folder: Path) -> None:
    merge_notes("drift.json", [note for note in NOTES if note.kind == "refused"])
    done = run("drift", "drift.json", "--overlay", "fix.yaml")
    assert (done.code, (folder / "fix.yaml").exists()) == (0, False)
    assert done.err.startswith("fix.yaml is not written: there is nothing that an overlay can mend.\n")


def test_a_profile_with_a_lock_refuses_a_document_with_code_3(run: Run, folder: Path) -> None:
    """And finds the lock beside the file of profiles."""
    assert run("--spec", "old.yaml", "lock", "src").code == 0
    (folder / "config.toml").write_text(
        '[profile.work]\nspec = "new.yaml"\nlock = "dynaclient.lock"\n[profile.warn]\nspec = "new.yaml"\n'
        'lock = "dynaclient.lock"\nlock_mode = "warn"\nbase_url = "http://127.0.0.1:9"\n'
    )
    env = {"DYNACLIENT_CONFIG": str(folder / "config.toml")}
    refused = run("--profile", "work", "call", "listPets", **env)
    assert refused.code == 3
    assert "new.yaml breaks 1 operation in use. Nothing was sent." in refused.err
    assert run("--profile", "warn", "call", "listPets", **env).code == 6
