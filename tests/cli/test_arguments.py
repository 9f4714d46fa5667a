"""`name=value` and similar arguments: how they are typed, read and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dynaclient.cli.arguments import Item, parse_item, typed
from dynaclient.cli.failures import CommandError
from dynaclient.document import Document

from .conftest import Result

DOCUMENT = Document({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}})


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("limit=3", Item("limit", "=", "3")),
        ("name=a=b", Item("name", "=", "a=b")),
        ("name=", Item("name", "=", "")),
        ("stop:=[1]", Item("stop", ":=", "[1]")),
        ("query:id=3", Item("query:id", "=", "3")),
        ("query:id:=3", Item("query:id", ":=", "3")),
        ("include[]=a", Item("include[]", "=", "a")),
        ("file@a.txt", Item("file", "@", "a.txt")),
        ("file@a=b@c", Item("file", "@", "a=b@c")),
        ("mail=a@b.c", Item("mail", "=", "a@b.c")),
        ("text=@a.txt", Item("text", "=@", "a.txt")),
        ("text=@-", Item("text", "=@", "-")),
        ("text=@@home", Item("text", "=", "@home")),
        ("list:=@a.json", Item("list", ":=@", "a.json")),
        ("url=http://x/?a=1:=2", Item("url", "=", "http://x/?a=1:=2")),
        ("text=one\ntwo", Item("text", "=", "one\ntwo")),
        ("@type=x", Item("@type", "=", "x")),
    ],
)
def test_an_argument_is_split_at_its_first_operator(text: str, item: Item) -> None:
    assert parse_item(text) == item


@pytest.mark.parametrize("text", ["limit", "", "=3"])
def test_an_argument_without_name_or_operator_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        parse_item(text)
    assert "NAME:=JSON" in caught.value.fix


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({"type": "integer"}, "3", 3),
        ({"type": "integer"}, "3.5", "3.5"),
        ({"type": "number"}, "1e3", 1000.0),
        ({"type": "boolean"}, "true", True),
        ({"type": "string"}, "3", "3"),
        ({"type": ["string", "integer"]}, "3", "3"),
        ({"type": ["integer", "null"]}, "null", None),
        ({"type": ["string", "null"]}, "null", "null"),
        ({"type": "array", "items": {"type": "integer"}}, "3", [3]),
        ({"type": "array", "items": {"type": "integer"}}, "[3, 4]", [3, 4]),
        ({"type": "array", "items": {"type": "string"}}, "[not json", ["[not json"]),
        ({"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "boolean"}}]}, "true", [True]),
        ({"type": "object"}, '{"a": 1}', {"a": 1}),
        ({"type": "object"}, "a", "a"),
        ({"anyOf": [{"type": "string"}, {"type": "array"}]}, "[1]", "[1]"),
        ({}, "3", "3"),
        (None, "3", "3"),
    ],
)
def test_text_means_what_the_schema_takes_and_stays_text_where_text_is_allowed(schema, text, value) -> None:
    found = typed(DOCUMENT, schema, text)
    assert found == value
    assert type(found) is type(value)


def test_arguments_reach_the_server_typed_by_the_document(call, shop) -> None:
    done = call("createItem", "name=12", "price=2.5", "sold=true", "tags=a", "tags=b", "owner={}", "colour=red")
    assert (done.code, done.err) == (0, "")
    assert shop.last.json() == {
        "name": "12", "price": 2.5, "sold": True, "tags": ["a", "b"], "owner": {}, "colour": "red",
    }  # fmt: skip


def test_query_parameters_are_typed_and_repeated(call, shop) -> None:
    assert call("listItems", "limit=3", "-p", "sort[]=name", "sort[]=price", "exact=false").code == 0
    assert shop.last.target == "/api/items?limit=3&sort%5B%5D=name&sort%5B%5D=price&exact=false"


def test_a_name_that_lives_in_two_places_is_told_apart_by_its_location(call, shop) -> None:
    assert call("getItem", "path:id=a/b", "-p", "query:id=3").code == 0
    assert shop.last.target == "/api/items/a%2Fb?id=3"
    refused = call("getItem", "id=a")
    assert refused.code == 2
    assert "write path:id=… or query:id=…." in refused.err
    assert len(shop.seen) == 1


def test_values_come_from_files_and_standard_input(call, shop, tmp_path) -> None:
    text, data = tmp_path / "name.txt", tmp_path / "owner.json"
    text.write_text("pencil")
    data.write_text('{"first": "Ada"}')
    done = call("createItem", f"name=@{text}", f"owner:=@{data}", "note=@-", stdin="grüße".encode())
    assert done.code == 0, done.err
    assert shop.last.json() == {"name": "pencil", "owner": {"first": "Ada"}, "note": "grüße"}


def test_a_file_is_uploaded_under_its_name_and_the_other_fields_beside_it(call, shop, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x00content\xff")
    assert call("uploadFile", f"file@{path}", "note=n", "size=7").code == 0
    assert b'name="file"; filename="a.txt"\r\n' in shop.last.body
    assert b"\x00content\xff" in shop.last.body
    assert b'name="size"\r\n\r\n7\r\n' in shop.last.body


def test_standard_input_is_uploaded_as_it_is(call, shop) -> None:
    assert call("uploadFile", "file@-", stdin=b"from \xff stdin").code == 0
    assert b"from \xff stdin" in shop.last.body


def test_standard_input_is_read_once(call, shop) -> None:
    done = call("createItem", "name=@-", "note=@-", stdin=b"x")
    assert done.code == 2
    assert "only once" in done.err
    assert shop.seen == []


@pytest.mark.parametrize("given", ["text", "file", "stdin"])
def test_a_whole_json_body_is_given_as_text_file_or_standard_input(call, shop, tmp_path, given) -> None:
    text = '{"name": "pen", "price": 1}'
    path = tmp_path / "body.json"
    path.write_text(text)
    argument = {"text": text, "file": f"@{path}", "stdin": "-"}[given]
    assert call("createItem", "-b", argument, stdin=text.encode()).code == 0
    assert shop.last.json() == {"name": "pen", "price": 1}


READY = b'--XX\r\nContent-Disposition: form-data; name="file"\r\n\r\n\x00\xff\r\n--XX--\r\n'


@pytest.mark.parametrize("given", ["file", "stdin"])
def test_a_form_that_is_ready_is_sent_as_it_is(call, shop, tmp_path, given) -> None:
    """A multipart body from a file, with its own boundary."""
    path = tmp_path / "form"
    path.write_bytes(READY)
    assert call("uploadFile", "-b", f"@{path}" if given == "file" else "-", stdin=READY).code == 0
    assert (shop.last.headers["Content-Type"], shop.last.body) == ("multipart/form-data; boundary=XX", READY)


def test_a_form_may_be_given_as_json(call, shop) -> None:
    assert call("uploadFile", "-b", '{"file": "no-such-file", "note": "n"}').code == 2
    done = call("uploadFile", "-b", "note=n")
    assert (done.code, "must begin with a line of its boundary" in done.err) == (2, True)
    assert shop.seen == []


def test_null_is_not_sent_as_an_argument(call, shop) -> None:
    """As in Python: a parameter that is null is left out."""
    assert call("getBlob", "size:=null").code == 0
    assert shop.last.target.endswith("/blob")


@pytest.mark.parametrize("given", ["file", "stdin"])
def test_a_binary_body_is_sent_as_it_is(call, shop, tmp_path, given) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"\x00\xff" * 1000)
    assert call("putBlob", "-b", f"@{path}" if given == "file" else "-", stdin=path.read_bytes()).code == 0
    assert shop.last.body == b"\x00\xff" * 1000
    assert shop.last.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["createItem", "name:=pen"], "the value of name is not JSON at line 1, column 1", id="not-json"),
        pytest.param(["createItem", "-b", "{name"], "the value of -b is not JSON", id="body-not-json"),
        pytest.param(
            ["createItem", "name=@/no/such"],
            "the file '/no/such' of the argument 'name' cannot be read: no such file",
            id="no-file",
        ),
        pytest.param(
            ["uploadFile", "file@/no/such"],
            "the file '/no/such' of the argument 'file' cannot be read: no such file",
            id="no-upload",
        ),
        pytest.param(["createItem", "name=a", "name=b"], "'name' is given 2 times", id="twice"),
        pytest.param(["createItem", "nam=a"], "there is no argument 'nam'. Did you mean 'name'", id="unknown"),
        pytest.param(["createItem", "colour=rde", "name=a"], 'Did you mean "red"?', id="enum"),
        pytest.param(["createItem", "price=-1", "name=" + "x" * 21], "2 arguments do not fit", id="all-at-once"),
        pytest.param(["listItems", "limit=many"], '/limit: expected integer, given string "many"', id="no-number"),
        pytest.param(["createItm", "name=a"], "Did you mean 'createItem'", id="operation"),
        pytest.param(["createItem", "name"], "the argument 'name' has no value. Write name=TEXT", id="no-value"),
        pytest.param(["createItem", "-b", "{}", "name=a"], "-b gives the whole body", id="body-and-fields"),
    ],
)
def test_what_is_wrong_is_said_with_the_fix_and_nothing_is_sent(call, shop, arguments, said) -> None:
    done = call(*arguments)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""
    assert shop.seen == []


def test_what_does_not_fit_is_sent_when_that_is_asked_for(call, shop) -> None:
    assert call("createItem", "name=a", "colour=pink", "--no-validate").code == 0
    assert shop.last.json() == {"name": "a", "colour": "pink"}


def test_what_the_document_does_not_declare_is_sent_where_it_is_said_to_go(call, shop) -> None:
    """Text stays text, JSON is typed, a repeated name is a list."""
    done = call(
        "createItem", "name=a", "query:debug=1", "query:tag=a", "query:tag=b", "query:n:=2", "header:x-debug=5",
        "cookie:sid=c", "body:extra:=[1]", "body:note2=7",
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert shop.last.target == "/api/items?debug=1&tag=a&tag=b&n=2"
    assert (shop.last.headers["x-debug"], shop.last.headers["Cookie"]) == ("5", "sid=c")
    assert shop.last.json() == {"name": "a", "extra": [1], "note2": "7"}


def test_a_bare_name_that_is_not_declared_says_what_to_write(call, shop) -> None:
    done = call("createItem", "name=a", "zzz=1", "--no-validate")
    assert done.code == 2
    assert "query:zzz, header:zzz, cookie:zzz or body:zzz." in done.err
    assert shop.seen == []


PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "words", "body"),
    [
        pytest.param(
            {"type": "object", "additionalProperties": {"type": "integer"}},
            ["a=1", "b-c=2", "body:limit=3"],
            {"a": 1, "b-c": 2, "limit": 3},
            id="members-with-free-names",
        ),
        pytest.param(
            {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "boolean"}}},
            ["a=true", "a=false"],
            {"a": [True, False]},
            id="members-that-are-lists",
        ),
        pytest.param(PET, ['pet={"name": "Rex"}'], {"name": "Rex"}, id="body-by-its-name"),
        pytest.param(PET, ['body:pet:={"name": "Rex"}'], {"name": "Rex"}, id="body-by-its-name-and-place"),
    ],
)
def test_bodies_take_the_names_that_the_library_takes(run, tmp_path, schema, words, body) -> None:
    parameters = [{"name": "pet", "in": "body", "schema": schema}, {"name": "limit", "in": "query", "type": "integer"}]
    operation = {"operationId": "op", "parameters": parameters, "responses": {}}
    source = tmp_path / "api.json"
    source.write_text(
        json.dumps({"swagger": "2.0", "info": {}, "host": "a.test", "paths": {"/x": {"post": operation}}})
    )
    done = run("--spec", str(source), "op", *words, "limit=5", "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("POST /x?limit=5 ")
    assert json.loads(done.out.splitlines()[-1]) == body


def test_a_header_is_given_in_any_case(run, tmp_path) -> None:
    header = {"name": "X-Request-Count", "in": "header", "schema": {"type": "integer"}}
    operation = {"operationId": "op", "parameters": [header], "responses": {}}
    source = tmp_path / "api.json"
    source.write_text(json.dumps({"openapi": "3.1.0", "info": {}, "paths": {"/x": {"get": operation}}}))
    for name in ("x-request-count", "x_request_count", "header:X-REQUEST-COUNT"):
        done = run("--spec", str(source), "op", f"{name}=5", "--dry-run", "--base-url", "http://a.test")
        assert (done.code, done.err) == (0, "")
        assert "X-Request-Count: 5" in done.out.splitlines()


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        pytest.param({"type": "object"}, "-b '{}' sends an empty one", id="object"),
        pytest.param({"type": "array", "items": {}}, "-b '[]' sends an empty one", id="array"),
    ],
)
def test_a_required_body_that_may_be_empty_says_how(run, tmp_path, schema, said) -> None:
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation = {"operationId": "op", "requestBody": body, "responses": {}}
    source = tmp_path / "api.json"
    source.write_text(json.dumps({"openapi": "3.1.0", "info": {}, "paths": {"/x": {"post": operation}}}))
    done = run("--spec", str(source), "op", "--dry-run", "--base-url", "http://a.test")
    assert done.code == 2
    assert said in done.err
    assert "body=" not in done.err


# values without names


@pytest.mark.parametrize(
    ("argv", "target"),
    [
        pytest.param(["getItem", "a/b"], "/api/items/a%2Fb", id="alone"),
        pytest.param(["getItem", "7", "query:id=3"], "/api/items/7?id=3", id="before-a-name"),
        pytest.param(["getItem", "query:id=3", "7"], "/api/items/7?id=3", id="after-a-name"),
        pytest.param(["getItem", "-p", "query:id=3", "@me"], "/api/items/%40me?id=3", id="with-an-option"),
        pytest.param(["deleteItem", "--", "-7"], "/api/items/-7", id="with-a-dash"),
    ],
)
def test_a_value_of_the_path_needs_no_name(call, shop, argv, target) -> None:
    assert call(*argv).code == 0
    assert shop.last.target == target


def test_values_without_names_are_in_the_order_of_the_path(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    key = {"OPENAI_API_KEY": "sk-of-a-test"}
    done = run("getRunStep", "thread_1", "run_2", "step_3", "--dry-run", **key)
    assert done.out.startswith("GET /v1/threads/thread_1/runs/run_2/steps/step_3 HTTP/1.1")
    done = run("getRunStep", "thread_1", "step_3", "run_id=run_2", "--dry-run", **key)
    assert done.out.startswith("GET /v1/threads/thread_1/runs/run_2/steps/step_3 HTTP/1.1")


def test_explain_takes_them_too(run) -> None:
    assert 'id in path: "7"' in run("explain", "deleteItem", "7").out


def test_a_value_of_the_path_has_the_type_of_the_document(call) -> None:
    assert call("fail", "404", "--retries", "0").code == 4
    assert '/code: expected integer, given string "many"' in call("fail", "many").err


ONLY_ID = "has no name; only id, from the path, may come without one."


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["getItem", "7", "8"], f"'8' {ONLY_ID}", id="more"),
        pytest.param(["deleteItem", "7", "id=8"], f"'7' {ONLY_ID}", id="named-already"),
        pytest.param(["deleteItem", "7", "path:id=8"], f"'7' {ONLY_ID}", id="located"),
        pytest.param(["getItem", "=7"], f"'=7' {ONLY_ID}", id="no-name"),
        pytest.param(["createItem", "pen"], "'pen' is not a name and a value. Write NAME=TEXT", id="no-path"),
        pytest.param(["getItem", "-p", "7"], "'7' is not a name and a value. Write NAME=TEXT", id="option"),
        pytest.param(["getItem", ""], "/id: a path value cannot be empty", id="empty"),
        pytest.param(["getItem", ".."], "/id: a path segment cannot be '..'", id="dots"),
    ],
)
def test_a_value_that_has_no_place_is_refused(call, shop, argv, said) -> None:
    done = call(*argv)
    assert (done.code, said in done.err) == (2, True), done.err
    assert shop.seen == []


# options that are meant as arguments

NO_NAME = "there is no option --name; an argument is written NAME=VALUE. Write"
DASHES = "Arguments are written NAME=VALUE, without dashes."


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["--name", "pen"], f"{NO_NAME} name=pen.", id="two-words"),
        pytest.param(["--name=two words"], f"{NO_NAME} 'name=two words'.", id="one-word"),
        pytest.param(["-name", "pen"], "Write name=pen.", id="one-dash"),
        pytest.param(["--sold"], "Write sold=true.", id="switch"),
        pytest.param(["--sold", "--no-validate"], "Write sold=true.", id="switch-and-option"),
        pytest.param(["--tags"], "Write tags=….", id="no-value"),
        pytest.param(["--nme", "pen"], f"there is no option --nme. Did you mean 'name'? {DASHES}", id="misspelt"),
        pytest.param(["--headr", "A: b"], "there is no option --headr. Did you mean '--header'", id="option"),
        pytest.param(["--zzz"], f"there is no option --zzz. {DASHES}", id="neither"),
    ],
)
@pytest.mark.parametrize("command", [[], ["call"], ["explain"]])
def test_an_option_that_is_an_argument_is_answered_with_how_it_is_written(run, command, argv, said) -> None:
    if command == ["explain"]:
        argv = [word for word in argv if word != "--no-validate"]
    done = run(*command, "createItem", *argv)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_an_unknown_letter_among_others_is_named(run) -> None:
    done = run("createItem", "-vx")
    assert (done.code, done.err) == (2, "dynaclient: there is no option -x. Try `dynaclient call --help`.\n")


@pytest.mark.parametrize(
    ("argv", "fix"),
    [
        (["fail", "-5"], "Write code=-5."),
        (["--no-pager", "call", "--timeout", "3", "fail", "-v", "-5"], "Write code=-5."),
        (["fail", "-.5", "code=3"], "Write code=-.5."),
        (["fail", "3", "-5"], "Write NAME=-5."),
        (["fail", "path:code=3", "-5"], "Write NAME=-5."),
        (["createItem", "-5"], "Write NAME=-5."),
    ],
)
def test_a_negative_number_needs_a_name(run, argv, fix) -> None:
    done = run(*argv)
    assert done.code == 2
    assert f"begins with a dash, so it reads as an option. {fix}" in done.err


def test_an_address_with_an_at_sign_needs_a_name(call, shop) -> None:
    """What reads as an upload of an argument that does not exist is answered with the form that is meant."""
    done = call("deleteItem", "ada@example.com")
    assert (done.code, shop.seen) == (2, [])
    assert "If it is the value of id, write id=ada@example.com." in done.err
    assert call("deleteItem", "id=ada@example.com").code == 0
    assert shop.last.target == "/api/items/ada%40example.com"


def test_the_document_may_be_named_after_it(run, env) -> None:
    document = env.pop("DYNACLIENT_SPEC")
    assert "Write name=pen." in run("createItem", "--name", "pen", "--spec", document).err


def test_dashes_in_a_name_are_those_of_other_programs(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    assert "Write thread_id=thread_1." in run("getThread", "--thread-id", "thread_1").err
    assert "Write max_prompt_tokens=5." in run("createRun", "thread_1", "--max-prompt-tokens=5").err


EDITS = {
    "openapi": "3.1.0",
    "info": {"title": "Edits", "version": "1"},
    "servers": [{"url": "http://edits.test"}],
    "paths": {
        "/edits": {
            "post": {
                "operationId": "edit",
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {"prompt": {"type": "string"}, "n": {"type": "integer"}},
                            }
                        },
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "prompt": {"type": "string"},
                                    "image": {"type": "string", "format": "binary"},
                                    "n": {"type": "string"},
                                },
                            }
                        },
                    }
                },
                "responses": {"200": {"description": "d"}},
            }
        }
    },
}


def test_names_choose_the_media_type_and_their_types(run: Callable[..., Result], tmp_path: Path) -> None:
    """As in Python: a path is a file where the form has one; `n` is text there and a number in JSON."""
    (tmp_path / "edits.json").write_text(json.dumps(EDITS))
    (tmp_path / "pic.png").write_bytes(b"PNG")
    spec, picture = ("--spec", str(tmp_path / "edits.json")), str(tmp_path / "pic.png")
    shown = run(*spec, "edit", "prompt=p", "n=3", "--dry-run")
    assert shown.out.endswith('{"prompt":"p","n":3}\n')
    for image in (f"image={picture}", f"image@{picture}"):
        shown = run(*spec, "edit", image, "prompt=p", "n=3", "--curl")
        assert (shown.code, shown.err) == (0, "")
        assert f'-F \'image=@"{picture}";type=image/png;filename="pic.png"\'' in shown.out
        assert "--form-string n=3" in shown.out
    done = run(*spec, "edit", f"image={picture}", "--content-type", "application/json", "--dry-run")
    assert done.code == 2
    assert "this is a field of multipart/form-data, but the body goes as application/json, as was asked for" in done.err
    assert "; --content-type multipart/form-data chooses another" in done.err
    explained = run(*spec, "explain", "edit", f"image={picture}")
    assert "body: multipart/form-data, from fields given by name, chosen by the names given" in explained.out
