"""Overlays: what an action does to a document, what is refused and where, and how it is known what came from one."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Document, OverlayError, load_document
from dynaclient.document import overlay_targets, overlaying
from dynaclient.document.place import KINDS
from tests.echo_server import EchoServer, Reply, echo_server


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with echo_server() as server:
        yield server


ROOT = Path(__file__).resolve().parents[2]
INFO = {"title": "t", "version": "1"}


def overlay(*actions: dict[str, Any], version: str = "1.1.0", **more: Any) -> dict[str, Any]:
    return {"overlay": version, "info": INFO, "actions": list(actions), **more}


def base(**more: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": INFO, "paths": {}, **more}


def root_of(document: Document) -> Any:
    return document.resolve("#")


def applied(given: dict[str, Any], *actions: dict[str, Any]) -> Any:
    """The members that a document has besides those of `base`, after the actions."""
    root = root_of(Document(base(**given), overlays=[overlay(*actions)]))
    return {name: value for name, value in root.items() if name not in ("openapi", "info", "paths")}


# what actions do: (document, actions, result), from the Overlay Specification 1.1.0, Action Object

ACTIONS: list[Any] = [
    pytest.param(
        {"x": {"a": 1, "b": {"c": 2}}}, [{"target": "$.x", "update": {"b": {"d": 3}, "e": None}}],
        {"x": {"a": 1, "b": {"c": 2, "d": 3}, "e": None}}, id="objects are merged, however deep",
    ),
    pytest.param(
        {"x": {"a": 1, "b": "t", "c": None}}, [{"target": "$.x", "update": {"a": True, "b": 2.5, "c": ""}}],
        {"x": {"a": True, "b": 2.5, "c": ""}}, id="a simple value replaces a simple value of any type",
    ),
    pytest.param({"x": {"a": 1}}, [{"target": "$.x.a", "update": 2}], {"x": {"a": 2}}, id="a simple value is selected"),
    pytest.param(
        {"x": {"a": [1]}}, [{"target": "$.x", "update": {"a": [2, 3]}}], {"x": {"a": [1, 2, 3]}}, id="lists are joined",
    ),
    pytest.param({"x": [1]}, [{"target": "$.x", "update": [2, [3]]}], {"x": [1, 2, [3]]}, id="a list to a list"),
    pytest.param({"x": [1]}, [{"target": "$.x", "update": {"a": 1}}], {"x": [1, {"a": 1}]}, id="an object to a list"),
    pytest.param({"x": [1]}, [{"target": "$.x", "update": None}], {"x": [1, None]}, id="null to a list"),
    pytest.param(
        {"x": {"a": {"n": 1}, "b": {"n": 1}, "c": {}}}, [{"target": "$.x[?@.n == 1]", "update": {"n": 2}}],
        {"x": {"a": {"n": 2}, "b": {"n": 2}, "c": {}}}, id="several nodes",
    ),
    pytest.param({"x": {"a": 1, "b": 2}}, [{"target": "$.x.a", "remove": True}], {"x": {"b": 2}}, id="a member goes"),
    pytest.param(
        {"x": ["a", "b", "a", "c"]}, [{"target": "$.x[?@ == 'a']", "remove": True}], {"x": ["b", "c"]},
        id="items go, simple ones too",
    ),
    pytest.param(
        {"x": [{"y": [1, 2]}, {"y": [3]}, 4]}, [{"target": "$.x[0,1,0]['y'][0]", "remove": True}],
        {"x": [{"y": [2]}, {"y": []}, 4]}, id="a node that is selected twice goes once",
    ),
    pytest.param(
        {"x": [{"x": [1, {"x": 2}]}, {"x": 3}, 4]}, [{"target": "$.x..x", "remove": True}], {"x": [{}, {}, 4]},
        id="nodes inside one another go",
    ),
    pytest.param(
        {"x": [{"k": 1, "y": [{"k": 1}, {"k": 2}]}, {"k": 2}, {"k": 1}]},
        [{"target": "$..[?@.k == 1]", "remove": True}], {"x": [{"k": 2}]}, id="items inside items that go",
    ),
    pytest.param(
        {"x": {"a": 1}}, [{"target": "$.x", "update": {"a": 2}, "remove": True}], {}, id="remove wins over update",
    ),
    pytest.param(
        {"x": {"a": 1}}, [{"target": "$.x", "update": {"a": 2}, "remove": False}], {"x": {"a": 2}}, id="remove: false",
    ),
    pytest.param(
        {"x": {"a": {"b": 1}}, "y": {"c": 2}}, [{"target": "$.y", "copy": "$.x"}],
        {"x": {"a": {"b": 1}}, "y": {"c": 2, "a": {"b": 1}}}, id="a copy is merged",
    ),
    pytest.param(
        {"x": {"old": {"a": 1}}},
        [
            {"target": "$.x", "update": {"new": {}}},
            {"target": "$.x.new", "copy": "$.x.old"},
            {"target": "$.x.old", "remove": True},
        ],
        {"x": {"new": {"a": 1}}}, id="a move, in three actions, each of which sees the one before",
    ),
    pytest.param(
        {"x": {"a": [1]}, "y": {}},
        [{"target": "$.y", "copy": "$.x"}, {"target": "$.x.a", "update": [2]}, {"target": "$.y.a[0]", "remove": True}],
        {"x": {"a": [1, 2]}, "y": {"a": []}}, id="a copy and its source change apart",
    ),
    pytest.param(
        {"x": {"a": 1}}, [{"target": "$", "copy": "$.x"}, {"target": "$.x", "copy": "$['x']", "description": "itself"}],
        {"x": {"a": 1}, "a": 1}, id="into what holds it, and into itself",
    ),
    pytest.param(
        {"x": {"a": {}}}, [{"target": "$.x.a", "copy": "$.x"}], {"x": {"a": {"a": {}}}}, id="into a part of itself",
    ),
    pytest.param({"x": [1, 2]}, [{"target": "$.x", "copy": "$.x"}], {"x": [1, 2, 1, 2]}, id="a list to itself"),
    pytest.param(
        {"x": {"a/b": {"c~d": 1}, "'q'": 2}},
        [{"target": "$.x['a/b']['c~d']", "update": 3}, {"target": "$.x[\"'q'\"]", "remove": True}],
        {"x": {"a/b": {"c~d": 3}}}, id="names that need quotes",
    ),
    pytest.param(
        {"x": {"aa": {}, "ab": {}, "b": {}}},
        [{"target": "$.x[?match(@.n, 'a.')]", "remove": True}, {"target": "$", "update": {"y": 1}}],
        {"x": {"aa": {}, "ab": {}, "b": {}}, "y": 1}, id="a filter that nothing fits",
    ),
    pytest.param(
        {"x": [{"n": "aa"}, {"n": "xab"}, {"n": "b\n"}]}, [{"target": "$.x[?match(@.n, 'a.')]", "remove": True}],
        {"x": [{"n": "xab"}, {"n": "b\n"}]}, id="match is of the whole text",
    ),
    pytest.param(
        {"x": [{"n": "aa"}, {"n": "xab"}, {"n": "b\n"}]}, [{"target": "$.x[?search(@.n, 'a[.b]')]", "remove": True}],
        {"x": [{"n": "aa"}, {"n": "b\n"}]}, id="search is of a part",
    ),
    pytest.param(
        {"x": [{"n": [1, {"a": 1}]}, {"n": [True, {"a": 1}]}], "y": [1.0, {"a": 1}]},
        [{"target": "$.x[?@.n == $.y]", "remove": True}],
        {"x": [{"n": [True, {"a": 1}]}], "y": [1.0, {"a": 1}]}, id="values are equal as JSON",
    ),
    pytest.param(
        {"x": {"a": {"n": 1}}}, [{"target": "$.x[?length(@) == 1 && count(@.*) == 1]", "update": {"m": 1}}],
        {"x": {"a": {"n": 1, "m": 1}}}, id="the other functions",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "actions", "result"), ACTIONS)
def test_what_actions_do(given: Any, actions: list[Any], result: Any) -> None:
    """The document given stays as it was, and so does the overlay."""
    before = copy.deepcopy((given, actions))
    assert applied(given, *actions) == result
    assert (given, actions) == before


def test_the_example_of_the_specification_that_applies_traits() -> None:
    """Overlay Specification 1.0.0, "Traits Example": the query is in parentheses."""
    paths = {"/items": {"get": {"x-oai-traits": ["paged"]}}, "/other": {"get": {}}}
    target = "$.paths[?(@.get['x-oai-traits'][?(@ == 'paged')])].get"
    action = {"target": target, "update": {"parameters": [{"name": "top", "in": "query"}]}}
    root = root_of(Document({**base(), "paths": paths}, overlays=[overlay(action, version="1.0.0")]))
    assert root["paths"] == {
        "/items": {"get": {"x-oai-traits": ["paged"], "parameters": [{"name": "top", "in": "query"}]}},
        "/other": {"get": {}},
    }


def test_overlays_are_applied_in_order_before_references_are_followed(tmp_path: Path) -> None:
    """What one adds, the next one sees; a reference that one changes leads to the new place."""
    (tmp_path / "more.json").write_text('{"Size": {"type": "integer"}}', "utf-8")
    schema = {"$ref": "#/components/schemas/Size"}
    operation = {"operationId": "op", "parameters": [{"name": "q", "in": "query", "schema": schema}], "responses": {}}
    given = {**base(components={"schemas": {"Size": {"type": "string"}}}), "paths": {"/x": {"get": operation}}}
    (tmp_path / "api.json").write_text(json.dumps(given), "utf-8")
    first = overlay({"target": "$.paths['/x'].get.parameters[0].schema", "update": {"$ref": "more.json#/Size"}})
    second = overlay({"target": "$..schema[?@ == 'more.json#/Size']", "update": "./more.json#/Size"})
    client = Client(tmp_path / "api.json", overlays=[first, second])
    assert [v.keyword for v in client.validate("op", q="x")] == ["type"]
    assert client.document.problems == ()


def test_a_later_overlay_sees_what_an_earlier_one_did() -> None:
    one, two = overlay({"target": "$", "update": {"x": {"a": 1}}}), overlay({"target": "$.x.a", "update": 2})
    document = Document(base(), overlays=[one, two])
    assert root_of(document)["x"] == {"a": 2}
    assert [o.title for o in document.overlays] == ["t", "t"]
    assert (document.overlay_of("#/x"), document.overlay_of("#/x/a")) == ("overlays[0]", "overlays[1]")


FORMS: list[Any] = [
    pytest.param(lambda folder: folder / "o.yaml", id="a path"),
    pytest.param(lambda folder: str(folder / "o.yaml"), id="a path as text"),
    pytest.param(lambda folder: folder / "o.json", id="JSON"),
    pytest.param(lambda folder: (folder / "o.yaml").read_bytes(), id="bytes"),
    pytest.param(lambda folder: json.loads((folder / "o.json").read_text("utf-8")), id="a mapping"),
]


@pytest.mark.parametrize("given", FORMS)
@pytest.mark.parametrize(
    "source", [b"openapi: 3.0.3\npaths: {}\ninfo: {title: t}\n", b'{"swagger": "2.0", "info": {"title": "t"}}']
)
def test_an_overlay_comes_in_every_form_for_documents_of_every_form(tmp_path: Path, given: Any, source: bytes) -> None:
    (tmp_path / "o.yaml").write_text(
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - target: $.info\n    update: {x: 1}\n", "utf-8"
    )
    (tmp_path / "o.json").write_text(json.dumps(overlay({"target": "$.info", "update": {"x": 1}})), "utf-8")
    assert Document(source, overlays=[given(tmp_path)]).info["x"] == 1


def test_an_overlay_comes_from_an_address(server: EchoServer) -> None:
    server.answer("/o.json", Reply(body=json.dumps(overlay({"target": "$.info", "update": {"x": 1}})).encode()))
    document = Document(base(), overlays=[f"{server.url}/o.json".replace("//", "//me:hush@")])
    assert document.info["x"] == 1
    assert "hush" not in repr(document.overlays) + repr(pickle.dumps(document))


def test_a_mapping_with_keys_that_are_numbers_is_a_document_like_its_text() -> None:
    """As Python has `{200: …}` where JSON has `{"200": …}`."""
    given = {**base(), "paths": {"/x": {"get": {"operationId": "op", "responses": {200: {"description": "a"}}}}}}
    action = {"target": "$.paths['/x'].get.responses['200']", "update": {"description": "b"}}
    document = Document(given, overlays=[overlay(action)])
    assert document.operation("op")["responses"]["200"]["description"] == "b"
    assert given["paths"]["/x"]["get"]["responses"][200]["description"] == "a"


# errors: (overlay, what the message says, target)

WRONG: list[Any] = [
    pytest.param([], "an overlay is an object with `overlay` at the top level, not array", id="a list"),
    pytest.param({"openapi": "3.1.0"}, "an OpenAPI document, not an overlay; has the order", id="a document"),
    pytest.param({"info": INFO}, "there is no `overlay` key at the top level", id="nothing of an overlay"),
    pytest.param(overlay({"target": "$"}, version="2.0.0"), 'not "2.0.0"; 1.0 and 1.1 are known', id="version 2"),
    pytest.param({**overlay({"target": "$"}), "overlay": 1.1}, "must be a version such as '1.1.0'", id="a number"),
    pytest.param({"overlay": "1.1.0", "actions": [{"target": "$"}]}, "an overlay needs `info`", id="no info"),
    pytest.param({**overlay({"target": "$"}), "info": {"title": "t"}}, "`info` needs `version`", id="no version"),
    pytest.param({**overlay({"target": "$"}), "info": {"title": 1, "version": "1"}}, "`title` must be text", id="t"),
    pytest.param({"overlay": "1.1.0", "info": INFO}, "an overlay needs `actions`", id="no actions"),
    pytest.param(overlay(), "`actions` is empty", id="an empty list of actions"),
    pytest.param({**overlay(), "actions": {}}, "`actions` must be a list", id="actions are an object"),
    pytest.param({**overlay({"target": "$"}), "action": []}, "no field 'action'. Did you mean 'actions'?", id="field"),
    pytest.param(overlay({"target": "$"}, extends=1), "`extends` must be text", id="extends"),
    pytest.param(overlay("$"), "action 1 must be an object, not string", id="an action is text"),  # type: ignore[arg-type]
    pytest.param(overlay({"update": {}}), "action 1 needs `target`", id="no target"),
    pytest.param(overlay({"target": "paths", "remove": True}), 'which begins with $, not "paths"', id="no JSONPath"),
    pytest.param(overlay({"target": "$", "updates": {}}), "no field 'updates'. Did you mean 'update'?", id="a typo"),
    pytest.param(overlay({"target": "$", "remove": "yes"}), '`remove` must be true or false, not "yes"', id="remove"),
    pytest.param(overlay({"target": "$", "description": 1}), "`description` must be text", id="description"),
    pytest.param(overlay({"target": "$", "copy": 1}), "`copy` must be a JSONPath", id="copy"),
    pytest.param(
        overlay({"target": "$.x", "copy": "$.y"}, version="1.0.0"), "`copy` needs `overlay: 1.1.0`", id="copy in 1.0"
    ),
    pytest.param(
        overlay({"target": "$", "copy": "$", "update": {}}), "make each other ineffective", id="update and copy"
    ),
    pytest.param(
        overlay({"target": "$.a", "remove": True}, {"target": "$.a", "remove": True}), "action 2 repeats action 1",
        id="an action twice",
    ),
    pytest.param(overlay({"target": "$[?", "remove": True}), "not a JSONPath of RFC 9535", id="an unfinished query"),
    pytest.param(overlay({"target": "$.x[?nope(@)]", "remove": True}), "not a JSONPath of RFC 9535", id="a function"),
    pytest.param(overlay({"target": "$" + "." + "a" * 10_000}), "may have 10,000 characters", id="a long target"),
    pytest.param(overlay({"target": "$", "remove": True}), "the whole document cannot be removed", id="the root goes"),
    pytest.param(overlay({"target": "$.info", "update": "x"}), 'an object must be merged, not "x"', id="an object"),
    pytest.param(
        overlay({"target": "$.info.title", "update": ["x"]}), "only another text, number, boolean or null can replace",
        id="a list over a text",
    ),
    pytest.param(
        overlay({"target": "$", "update": {"info": {"title": {}}}}),
        "#/info/title is a simple value, and the update has an object; remove it with an action of its own first",
        id="an object over a text",
    ),
    pytest.param(overlay({"target": "$", "update": {"paths": None}}), "#/paths is an object", id="null over an object"),
    pytest.param(overlay({"target": "$.*", "update": 1}), "must be of one kind", id="nodes of several kinds"),
    pytest.param(overlay({"target": "$.info", "copy": "$.*"}), "must select one node, and $.* selects 3", id="3"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_what_cannot_be_applied_is_an_error(tmp_path: Path, given: Any, message: str) -> None:
    """It names the file, the line where it is about one action, and the target; the document is as it was."""
    (tmp_path / "fix.json").write_text(json.dumps(given, indent=1), "utf-8")
    root = base()
    before = copy.deepcopy(root)
    with pytest.raises(OverlayError) as caught:
        Document(root, overlays=[tmp_path / "fix.json"])
    error = caught.value
    assert message in str(error)
    assert error.source == str(tmp_path / "fix.json")
    assert str(error).startswith(str(tmp_path / "fix.json"))
    actions = given.get("actions") if isinstance(given, dict) else None
    target = (
        actions[0].get("target") if isinstance(actions, list) and actions and isinstance(actions[0], dict) else None
    )
    if error.target:
        assert error.target == target
        assert error.line == 8
        assert "line 8, target $" in str(error)
    assert root == before


LINES: list[Any] = [
    pytest.param(
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $\n  update: {x: 1}\n# a remark\n"
        "- {target: $.info, update: {y: 1}}\n-\n  target: $.info\n  update: 5\n", 9, id="YAML",
    ),
    pytest.param(
        "x-a: {actions: [1, {a: 1}]}\nactions: [{target: $, update: {}},\n {target: $.info,\n update: 5}]\n"
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\n", 3, id="flow YAML",
    ),
    pytest.param(
        '{"x-a": {"actions": [{}, {}]}, "x-b": "actions", "x-c": ["[", "\\"{"], "overlay": "1.1.0",\n"info": '
        '{"title": "\\ud83d\\ude00", "version": "1"},\n"actions": [\n{"target": "$", "update": {"x": {"a": [{}]}}},\n\n'
        '{"target": "$.info", "update": 5}]}', 6, id="JSON",
    ),
    pytest.param(
        "{overlay: 1.1.0, info: {title: t, version: '1'}, actions: [\n{target: $, update: {x: 1}},\n"
        "{target: $.info, update: 5}]}", 3, id="YAML that begins like JSON",
    ),
    pytest.param(
        "a: &a {target: $.info, update: 5}\n".replace("a:", "x-a:") + "overlay: 1.1.0\ninfo: {title: t, version: '1'}\n"
        "actions:\n- {target: $, update: {x: 1}}\n- *a\n", 6, id="an alias",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), LINES)
def test_an_error_has_the_line_of_its_action(text: str, line: int) -> None:
    with pytest.raises(OverlayError, match="an object must be merged") as caught:
        Document(base(), overlays=[text.encode()])
    assert (caught.value.source, caught.value.line, caught.value.target) == ("overlays[0]", line, "$.info")


def test_text_that_cannot_be_read_has_the_line_of_the_mistake() -> None:
    with pytest.raises(OverlayError, match=r"overlays\[1\], line 2, column 1: this is not YAML"):
        Document(base(), overlays=[overlay({"target": "$"}), b"a: [\n"])
    with pytest.raises(OverlayError, match=r"line 3: the key 'update' appears twice"):
        Document(base(), overlays=[b"actions:\n- update: 1\n  update: 2\n"])


def test_what_is_no_list_of_overlays_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OverlayError, match="overlays= must be a list"):
        Document(base(), overlays="fix.yaml")  # type: ignore[arg-type]
    with pytest.raises(OverlayError, match=r"overlays\[0\]: an overlay is a path.*not integer"):
        Document(base(), overlays=[1])  # type: ignore[list-item]
    with pytest.raises(OverlayError, match="the overlay cannot be read: there is no such file"):
        Document(base(), overlays=[tmp_path / "none.yaml"])
    with pytest.raises(OverlayError, match=r"^overlays\[0\]: this is the text of an overlay, not its path"):
        Document(base(), overlays=["overlay: 1.1.0\ninfo: {}\n"])
    endless: dict[str, Any] = overlay({"target": "$", "update": {}})
    endless["actions"][0]["update"]["x"] = endless
    with pytest.raises(OverlayError, match="does it contain itself"):
        Document(base(), overlays=[endless])


def test_without_the_extra_the_error_says_how_to_install_it() -> None:
    """And a program that uses no overlay does not need it."""
    program = (
        "import sys; sys.modules['jsonpath_rfc9535'] = None\n"
        "from dynaclient import Document, MissingExtra\n"
        f"Document({base()!r})\n"
        f"try: Document({base()!r}, overlays=[{overlay({'target': '$', 'remove': True})!r}])\n"
        "except MissingExtra as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    line = "an overlay needs jsonpath_rfc9535, which is not installed: pip install 'dynaclient[overlay]'"
    assert done.stdout == f"{line}\n"


# stale actions


def test_an_action_that_changes_nothing_is_a_problem_with_file_and_line(tmp_path: Path) -> None:
    fix = tmp_path / "fix.yaml"
    fix.write_text(
        "overlay: 1.1.0\ninfo: {title: t, version: '1'}\nactions:\n"
        "  - target: $.nothing\n    remove: true\n"
        "  - target: $.info\n    update: {title: t}\n"
        "  - target: $.info\n    copy: $.nothing\n"
        "  - target: $.info\n"
        "  - target: $.info\n    update: {title: new}\n",
        "utf-8",
    )
    problems = Document(base(), overlays=[fix]).problems
    assert [(p.kind, p.overlay, p.line) for p in problems] == [
        ("stale-overlay", str(fix), line) for line in (4, 6, 8, 10)
    ]
    assert [p.what for p in problems] == [
        "the target selects nothing ($.nothing)",
        "the document already has what it says ($.info)",
        "the source of the copy, $.nothing, selects nothing ($.info)",
        "it has neither `update` nor `copy` nor `remove` ($.info)",
    ]
    assert str(problems[0]) == (
        f"{fix}#/actions/0 (line 4): the target selects nothing ($.nothing); this action changes nothing"
    )


# where things come from

BROKEN = {
    "operationId": "op",
    "parameters": [{"name": "q", "in": "query", "schema": {"type": "strng"}}],
    "responses": {},
}


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0"])
def test_problems_name_the_overlay_that_brought_an_object_in(version: str) -> None:
    given = {"swagger" if version == "2.0" else "openapi": version, "info": INFO, "paths": {"/old": {"get": BROKEN}}}
    if version == "2.0":
        given = json.loads(json.dumps(given).replace('"schema": {"type": "strng"}', '"type": "strng"'))
    new = {**given["paths"]["/old"]["get"], "operationId": "new"}
    document = Document(given, overlays=[overlay({"target": "$.paths", "update": {"/new": {"get": new}}})])
    found = {p.pointer.split("/")[2]: p.overlay for p in document.problems}
    assert found == {"~1old": "", "~1new": "overlays[0]"}
    assert all(p.kind == "unknown-type" for p in document.problems)


def test_places_move_up_when_earlier_items_go() -> None:
    actions = [
        {"target": "$.x", "update": [{"k": "new"}, {"k": "newer"}]},
        {"target": "$.x[?@.k == 'old']", "remove": True},
        {"target": "$.x[0].k", "update": "changed"},
    ]
    document = Document(
        base(x=[{"k": "old"}, {"k": "kept"}, {"k": "old"}]),
        overlays=[overlay(actions[0]), overlay(actions[1]), overlay(actions[2])],
    )
    assert root_of(document)["x"] == [{"k": "changed"}, {"k": "new"}, {"k": "newer"}]
    found = [document.overlay_of(f"#/x/{i}") for i in range(3)]
    assert found == ["", "overlays[0]", "overlays[0]"]
    assert document.overlay_of("#/x/0/k") == "overlays[2]"


def test_violations_name_the_overlay_that_brought_their_rule_in() -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
    operation = {"operationId": "op", "requestBody": {"content": {"application/json": {"schema": schema}}}}
    given = {**base(), "paths": {"/x": {"post": {**operation, "responses": {}}}}}
    update = {"required": ["b"], "properties": {"a": {"maxLength": 2}, "b": {"type": "integer"}}}
    fix = overlay({"target": "$..requestBody.content['application/json'].schema", "update": update})
    client = Client(given, base_url="http://h", overlays=[fix])
    found = {(v.path, v.keyword): v.overlay for v in client.validate("op", body={"a": "long", "b": "x"})}
    assert found == {("/body/a", "maxLength"): "overlays[0]", ("/body/b", "type"): "overlays[0]"}
    found = {(v.path, v.keyword): v.overlay for v in client.validate("op", body={})}
    assert found == {("/body/a", "required"): "", ("/body/b", "required"): "overlays[0]"}
    (violation,) = client.validate("op", body={"a": 1, "b": 1})
    assert violation.overlay == ""
    (violation,) = client.validate("op", body={"a": "long", "b": 1})
    assert str(violation).endswith("(from the overlay overlays[0])")


def test_violations_of_answers_name_it_too(server: EchoServer) -> None:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}}
    given = {**base(), "paths": {"/x": {"get": {"operationId": "op", "responses": answer}}}}
    fix = overlay({"target": "$..schema", "update": {"required": ["id"]}})
    with Client(given, base_url=server.url, overlays=[fix], validate_responses="record") as client:
        assert [(v.keyword, v.overlay) for v in client.op().violations] == [("required", "overlays[0]")]


# the cache


def test_compiled_documents_are_keyed_by_their_overlays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file with other overlays is another document; what came from one is known without reading the text."""
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    given = {**base(**{f"x-{n}": "x" * 100 for n in range(400)}), "paths": {"/x": {"get": BROKEN}}}
    (tmp_path / "api.json").write_text(json.dumps(given), "utf-8")
    fix = tmp_path / "fix.json"
    fix.write_text(
        json.dumps(overlay({"target": "$.paths['/x'].get.parameters[0].schema", "update": {"type": "nope"}})), "utf-8"
    )
    plain = Document(tmp_path / "api.json")
    first, again = (Document(tmp_path / "api.json", overlays=[fix]) for _ in range(2))
    assert type(again._reader.parts).__name__ == "CompiledParts"
    for document in (first, again, pickle.loads(pickle.dumps(again))):
        assert [(p.what[:6], p.overlay, p.kind) for p in document.problems] == [('"nope"', str(fix), "unknown-type")]
        assert document.overlay_of("#/paths/~1x/get/parameters/0/schema/type") == str(fix)
        assert document.overlay_of("#/paths/~1x/get/parameters/0/schema") == ""
    assert [p.overlay for p in plain.problems] == [""]
    fix.write_text(fix.read_text("utf-8").replace("nope", "none"), "utf-8")
    assert '"none"' in Document(tmp_path / "api.json", overlays=[fix]).problems[0].what
    assert '"strng"' in Document(tmp_path / "api.json").problems[0].what


# extends


def test_extends_names_the_only_document_that_an_overlay_is_applied_to(tmp_path: Path) -> None:
    """Relative to the overlay; a text and a mapping have no address that could differ."""
    (tmp_path / "fixes").mkdir()
    for name in ("api.json", "other.json"):
        (tmp_path / name).write_text(json.dumps(base()), "utf-8")
    fix = tmp_path / "fixes" / "fix.json"
    fix.write_text(json.dumps(overlay({"target": "$.info", "update": {"x": 1}}, extends="../api.json")), "utf-8")
    assert Document(tmp_path / "api.json", overlays=[fix]).info["x"] == 1
    assert Document(tmp_path / "fixes" / ".." / "api.json", overlays=[fix]).info["x"] == 1
    assert Document(base(), overlays=[fix]).info["x"] == 1
    with pytest.raises(OverlayError) as caught:
        Document(tmp_path / "other.json", overlays=[fix])
    assert str(caught.value) == (
        f"{fix}: the overlay extends {(tmp_path / 'api.json').as_uri()}, and the document is "
        f"{(tmp_path / 'other.json').as_uri()}; if it is meant for this one too, remove `extends`"
    )


def test_extends_may_be_an_address(server: EchoServer, tmp_path: Path) -> None:
    server.answer("/api.json", Reply(body=json.dumps(base()).encode()))
    (tmp_path / "api.json").write_text(json.dumps(base()), "utf-8")
    fix = overlay({"target": "$.info", "update": {"x": 1}}, extends=f"{server.url}/api.json")
    assert Document(f"{server.url}/api.json", overlays=[fix]).info["x"] == 1
    with pytest.raises(OverlayError, match="the overlay extends http://"):
        Document(tmp_path / "api.json", overlays=[fix])


# limits: an overlay from somebody else costs bounded time and memory

WIDE = {f"k{n}": {"a": {"b": [1, 2, 3]}} for n in range(300)}

TOO_MUCH: list[Any] = [
    pytest.param([{"target": "$..[?$..[?@.b]]", "remove": True}], "need more than", id="a scan for each value"),
    pytest.param([{"target": "$..[?count($..*) > 1]", "remove": True}], "need more than", id="a count for each value"),
    pytest.param([{"target": "$.x.*[?$.y == $.x]", "remove": True}], "need more than", id="a comparison for each"),
    pytest.param([{"target": f"$..*[{'0,' * 4000}0]", "remove": True}], "need more than", id="thousands of selectors"),
    pytest.param([{"target": f"$..*..[?{'1==2||' * 20}1==2]", "remove": True}], "need more than", id="terms"),
    pytest.param([{"target": "$..*", "remove": True}], "selects more than", id="everything"),
    pytest.param(
        [{"target": "$.x.*", "update": {"c": [[n] for n in range(50)]}}], "add more than", id="a large update, often"
    ),
    pytest.param(
        [{"target": "$", "update": {"z": {}}}]
        + [{"target": "$.z", "update": {f"y{n}": {}}} for n in range(40)]
        + [{"target": f"$.z.y{n}", "copy": "$.z"} for n in range(40)],
        "add more than", id="copies of copies",
    ),
    pytest.param(
        [{"target": "$", "update": {"z": {"a": {}}}}]
        + [{"target": f"$.z{'.a' * 2**n}", "copy": "$.z"} for n in range(10)],
        "nested deeper than 300 levels", id="deeper and deeper",
    ),
    pytest.param([{"target": f"$[?{'(' * 4000}@.a{')' * 4000}]"}], "nested too deeply", id="a deep query"),
]  # fmt: skip


@pytest.mark.parametrize(("actions", "message"), TOO_MUCH)
def test_what_takes_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, actions: list[dict[str, Any]], message: str
) -> None:
    """With the limits made small, so that the test does not have to reach them."""
    monkeypatch.setattr(overlay_targets, "MAX_STEPS", 200_000)
    monkeypatch.setattr(overlay_targets, "MAX_SELECTED", 2_000)
    monkeypatch.setattr(overlaying, "MAX_ADDED", 20_000)
    with pytest.raises(OverlayError, match=message):
        Document(base(x=WIDE, y=WIDE), overlays=[overlay(*actions)])


def test_a_pattern_that_backtracks_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlay_targets, "MAX_PATTERN_SECONDS", 0.2)
    given = base(x=[{"n": "a" * 60 + "!"}] * 100)
    with pytest.raises(OverlayError, match="the patterns of the queries take longer than"):
        Document(given, overlays=[overlay({"target": "$.x[?match(@.n, '(a|aa)+')]", "remove": True})])


def test_a_document_as_deep_as_is_read_can_be_searched() -> None:
    deep: Any = {"found": 1}
    for _ in range(290):
        deep = {"d": deep}
    document = Document(base(x=deep), overlays=[overlay({"target": "$..found", "update": 2})])
    assert document.overlay_of("#/x" + "/d" * 290 + "/found") == "overlays[0]"


def test_a_large_document_is_changed_without_being_copied() -> None:
    """Only what leads to a change is copied: the rest is shared with the value that was read."""
    big = {f"k{n}": {"v": n} for n in range(1000)}
    root = {"a": big, "b": {"c": {"d": 1}}}
    from dynaclient.document.overlays import read_overlays

    done = overlaying.apply_overlays(root, read_overlays([overlay({"target": "$.b.c", "update": {"d": 2}})]))
    assert done.root["a"] is big
    assert (done.root["b"]["c"]["d"], root["b"]["c"]["d"]) == (2, 1)


# kinds


def test_every_kind_is_written_down_and_used() -> None:
    """Each kind of the list is reported somewhere in the package, and nothing else is."""
    text = "".join(
        path.read_text("utf-8")
        for folder in ("document", "schema")
        for path in (ROOT / "dynaclient" / folder).glob("*.py")
    )
    for kind in KINDS:
        assert text.count(f'"{kind}"') >= 2 or kind in ("stale-overlay", "unresolvable-reference", "unusable-schema"), (
            kind
        )
    assert list(KINDS) == sorted(KINDS)


def test_load_document_takes_a_document_and_more_overlays() -> None:
    document = load_document(base(), overlays=[overlay({"target": "$", "update": {"x": 1}})])
    again = load_document(document, overlays=[overlay({"target": "$.x", "update": 2})])
    assert (root_of(document)["x"], root_of(again)["x"]) == (1, 2)
    assert load_document(document) is document
