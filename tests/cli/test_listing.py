"""`list`, `search` and `show`: which operations there are, and what one takes."""

from __future__ import annotations

import json

import pytest

from dynaclient import Client
from dynaclient.openai import bundled_description

IDS = [
    "createItem", "cut", "deleteItem", "fail", "getBlob", "getItem", "getOdd", "getText", "listItems", "openToAll",
    "putBlob", "slow", "uploadFile", "watch",
]  # fmt: skip
COMMANDS = [
    "list",
    "show",
    "search",
    "call",
    "explain",
    "check",
    "bundle",
    "reference",
    "stubs",
    "sandbox",
    "cache",
    "completion",
]


def ids(out: str) -> list[str]:
    return [line.partition("\t")[0] for line in out.splitlines()]


def test_the_list_in_a_pipe_is_plain_and_sorted_by_id(run) -> None:
    lines = run("list").out.splitlines()
    assert [line.partition("\t")[0] for line in lines] == IDS
    assert lines[0] == "createItem\tPOST\t/items\tMake an item"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["ITEM"], ["createItem", "deleteItem", "getItem", "listItems"]),
        (["/blob"], ["getBlob", "putBlob"]),
        (["get*"], ["getBlob", "getItem", "getOdd", "getText"]),
        (["/items/*"], ["deleteItem", "getItem"]),
        (["--tag", "FILES"], ["getBlob", "putBlob", "uploadFile"]),
        (["--deprecated"], ["deleteItem"]),
        (["get", "--tag", "items"], ["getItem"]),
        (["nothing"], []),
    ],
)
def test_the_list_is_narrowed_by_pattern_tag_and_state(run, arguments, found) -> None:
    done = run("list", *arguments)
    assert (done.code, ids(done.out)) == (0, found)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--tag", "file"], "No operation has the tag 'file'. Did you mean 'files'?\n"),
        (["--tag", "zebra"], "No operation has the tag 'zebra'. There are: "),
        (["getItm"], "No operation matches 'getItm'. Did you mean 'getItem'? Or by words: dynaclient search getItm\n"),
        (["get zebra"], "No operation matches 'get zebra'. Or by words: dynaclient search 'get zebra'\n"),
    ],
)
def test_an_empty_list_says_what_to_try(run, arguments, told) -> None:
    """A misspelt tag or id is answered with those that there are; nothing is printed as a result."""
    done = run("list", *arguments)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(told)


def test_the_list_as_json_has_one_object_for_each_operation(run) -> None:
    records = [json.loads(line) for line in run("list", "--json").out.splitlines()]
    assert [record["operation"] for record in records] == IDS
    assert records[2] | {"tags": ["items"], "deprecated": True, "method": "DELETE"} == records[2]


def test_the_bundled_description_is_listed_where_no_other_is_named(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    assert sorted(ids(run("list").out)) == sorted(Client(bundled_description()).operations)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["blob"], ["getBlob", "putBlob"]),
        (["store", "file"], ["uploadFile"]),
        (["colour"], ["createItem"]),
        (["list items"], ["listItems"]),
        (["zebra"], []),
    ],
)
def test_search_reads_ids_summaries_and_the_names_of_fields(run, words, first) -> None:
    """`colour` occurs only among the fields of a body."""
    done = run("search", *words)
    assert (done.code, ids(done.out)[: len(first) or 1]) == (0, first)


def test_search_puts_what_is_named_so_before_what_mentions_it(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    found = ids(run("search", "vector store").out)
    assert all("vectorstore" in name.lower().replace("-", "") for name in found[:10])
    assert "createEmbedding" in found[10:]
    assert len(ids(run("search", "vector store", "-n", "3").out)) == 3


def test_show_tells_all_that_a_caller_needs(run) -> None:
    page = run("show", "createItem").out
    assert page.startswith("createItem  POST /items\nMake an item\n")
    for line in (
        "  dynaclient call createItem name=… [NAME=…]",
        "Body, required: application/json, object",
        "  name  string, required, at most 20 characters",
        "      What it is called.",
        "  price  number or null, at least 0",
        "  colour  string, one of red, green, blue",
        "  tags  array of string",
        "  sold  boolean, default false",
        "Example: pen",
        "Answers",
        "  201  application/json  Made",
        "Credentials",
        "  key",
    ):
        assert line in page.splitlines()


def test_show_tells_where_parameters_go_and_their_limits(run) -> None:
    lines = run("show", "list_items").out.splitlines()
    assert "  limit  integer, query, default 20, 1 to 100, for example 7" in lines
    assert "  sort[]  array of string, query" in [line.partition(", one of")[0] for line in lines]


def test_values_that_are_only_suggested_are_not_called_the_only_ones(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    page = " ".join(run("show", "createRun").out.split())
    assert "model string or null, such as" in page or "model null or string, such as" in page


def test_show_as_json_is_the_same_for_programs(run) -> None:
    record = json.loads(run("show", "createItem", "--json").out)
    assert (record["method"], record["path"]) == ("POST", "/items")
    fields = {field["name"]: field for field in record["body"]["content"]["application/json"]["fields"]}
    assert fields["name"] == {
        "name": "name", "required": True, "type": "string", "limits": ["at most 20 characters"],
        "description": "What it is called.",
    }  # fmt: skip
    assert fields["colour"]["enum"] == ["red", "green", "blue"]


def test_show_with_schemas_is_an_openapi_document_of_one_operation(run) -> None:
    document = json.loads(run("show", "createItem", "--schema").out)
    assert list(Client(document).operations) == ["createItem"]
    assert any("maxLength" in json.dumps(schema) for schema in document["components"]["schemas"].values())


@pytest.mark.slow
def test_every_operation_of_the_bundled_description_can_be_shown(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    for name in Client(bundled_description()).operations:
        done = run("show", name)
        assert done.code == 0, done.err
        assert done.out.startswith(name)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(run, command) -> None:
    argv = command.split()
    done = run(*argv, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {' '.join(['dynaclient', *argv])}")
    assert "--spec" in done.out
    assert run(*argv, "-h").out == done.out


def test_help_without_a_command_names_them_all(run) -> None:
    text = run().out
    for name in COMMANDS:
        assert f"\n  {name} " in text
    assert "__complete" not in text


def test_the_version_is_that_of_the_package(run) -> None:
    from dynaclient import __version__

    for argv in (["--version"], ["-V"], ["--json-errors", "--version"]):
        assert run(*argv).out == f"dynaclient {__version__}\n"


def test_explain_says_what_is_chosen_and_sends_nothing(call, run, shop) -> None:
    done = run("--base-url", shop.url, "explain", "listItems", "limit=3", "--credential", "key=env:SHOP_KEY")
    assert done.code == 0
    assert "limit in query: 3 (style form, exploded)" in done.out
    assert "security: key: header Authorization, bearer" in done.out
    record = json.loads(run("explain", "createItem", "colour=pink", "--json").out)
    assert [violation["path"] for violation in record["violations"]] == ["/body/name", "/body/colour"]
    assert shop.seen == []


def test_explain_of_a_refused_call_has_the_code_of_a_refusal(run) -> None:
    assert run("explain", "createItem", "name=a").code == 0
    assert run("explain", "createItem").code == 2


NAMED_BODY = """
swagger: "2.0"
info: {title: Pets, version: "1"}
host: localhost:1
paths:
  /pets:
    post:
      operationId: addPet
      consumes: [application/json, application/xml]
      parameters:
        - {name: pet, in: body, required: true, schema: {type: object, properties: {age: {type: integer}}}}
      responses: {"200": {description: ok}}
"""


def test_a_body_that_has_a_name_is_shown_with_it_and_can_be_given_by_it(run, tmp_path) -> None:
    path = tmp_path / "pets.yaml"
    path.write_text(NAMED_BODY)
    lines = run("--spec", str(path), "show", "addPet").out.splitlines()
    assert "Body `pet`, required: application/json, object" in lines
    assert "Body `pet`, required: application/xml, object" in lines
    assert lines.count("  As a whole: pet:=JSON, pet:=@FILE or -b @FILE.") == 1
    assert json.loads(run("--spec", str(path), "show", "addPet", "--json").out)["body"]["name"] == "pet"
    assert run("--spec", str(path), "addPet", 'pet:={"age": 3}', "--dry-run").out.endswith('{"age":3}\n')


def test_a_body_without_a_name_has_none(run) -> None:
    assert "Body, required: application/json, object" in run("show", "createItem").out
    assert json.loads(run("show", "createItem", "--json").out)["body"]["name"] == ""


def test_the_types_of_a_field_are_whole(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    types = "string or array of string or array of integer or array of array of integer"
    assert f"  input  {types}, required" in run("show", "createEmbedding").out
