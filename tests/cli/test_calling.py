"""`call`: what is printed, where it goes, and what is shown instead of being sent."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from .conftest import KEY

ITEMS = [
    {"id": "item_0", "name": "pen"},
    {"id": "item_1", "name": "ink"},
    {"id": "item_2", "name": "päper"},
]


def test_an_answer_in_a_pipe_is_the_bytes_that_the_server_sent(call) -> None:
    done = call("listItems")
    assert done.raw == json.dumps({"object": "list", "data": ITEMS}, ensure_ascii=False).encode()


def test_an_operation_name_alone_calls_it(run, shop) -> None:
    done = run("--base-url", shop.url, "openToAll")
    assert (done.code, done.out) == (0, "{}")


def test_a_snake_case_name_calls_the_operation_too(call, shop) -> None:
    assert call("list_items").code == 0
    assert shop.last.target == "/api/items"


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ("data[0].name", "pen\n"),
        ("data[].name", '["pen", "ink", "päper"]\n'),
        ("length(data)", "3\n"),
        ("nothing", "null\n"),
        ("/data/2/name", "päper\n"),
        ("/data/0", '{"id": "item_0", "name": "pen"}\n'),
    ],
)
def test_a_part_is_selected_by_jmespath_or_json_pointer(call, path, printed) -> None:
    assert call("listItems", "--select", path).out == printed


def test_a_path_that_is_no_jmespath_is_refused_before_anything_is_sent(call, shop) -> None:
    done = call("listItems", "--select", "data[")
    assert done.code == 2
    assert "is not valid JMESPath" in done.err
    assert shop.seen == []


def test_a_pointer_that_leads_nowhere_says_what_there_is(call) -> None:
    done = call("listItems", "--select", "/data/7")
    assert (done.code, done.out) == (2, "")
    assert "it is a list of 3" in done.err


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("json", json.dumps(ITEMS, ensure_ascii=False, indent=2) + "\n"),
        ("ndjson", "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in ITEMS)),
        ("table", "id\tname\nitem_0\tpen\nitem_1\tink\nitem_2\tpäper\n"),
        ("raw", json.dumps(ITEMS, ensure_ascii=False) + "\n"),
    ],
)
def test_a_selected_part_is_written_in_every_format(call, form, printed) -> None:
    assert call("listItems", "--select", "data", "--format", form).out == printed


def test_yaml_output_reads_back_as_the_answer(call) -> None:
    assert yaml.safe_load(call("listItems", "--format", "yaml").out) == {"object": "list", "data": ITEMS}


def test_a_table_and_lines_are_made_of_the_list_inside_an_answer(call) -> None:
    assert call("listItems", "--format", "table").out.splitlines()[1] == "item_0\tpen"
    assert len(call("listItems", "--format", "ndjson").out.splitlines()) == 3


def test_an_empty_list_is_an_empty_table(call) -> None:
    assert call("listItems", "--select", "data[?name=='no']", "--format", "table").out == ""


def test_an_empty_answer_prints_nothing(call) -> None:
    done = call("deleteItem", "id=1")
    assert (done.code, done.out) == (0, "")


# files


def test_bytes_go_to_a_file_and_nothing_stays_beside_it(call, tmp_path) -> None:
    target = tmp_path / "blob"
    target.write_bytes(b"old")
    assert call("getBlob", "size=300000", "-o", str(target)).code == 0
    assert target.read_bytes() == (bytes(range(256)) * 1200)[:300000]
    assert {path.name for path in tmp_path.iterdir()} == {"blob", "home"}


def test_bytes_go_through_a_pipe_as_they_are(call) -> None:
    assert call("getBlob").raw == bytes(range(256))


def test_a_selected_part_goes_to_a_file_as_text(call, tmp_path) -> None:
    assert call("listItems", "--select", "data[2].name", "-o", str(tmp_path / "name")).code == 0
    assert (tmp_path / "name").read_text("utf-8") == "päper\n"


def test_a_broken_answer_leaves_the_old_file_as_it_was(call, tmp_path) -> None:
    target = tmp_path / "file"
    target.write_text("old")
    done = call("cut", "-o", str(target))
    assert done.code == 6
    assert "broke before the answer was complete" in done.err
    assert target.read_text() == "old"
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("kind", ["no-folder", "folder"])
def test_an_output_that_cannot_be_written_is_refused_before_anything_is_sent(call, shop, tmp_path, kind) -> None:
    done = call("getBlob", "-o", str(tmp_path / "no" / "file" if kind == "no-folder" else tmp_path))
    assert done.code == 2
    assert "cannot be written" in done.err
    assert "Nothing was sent" in done.err
    assert shop.seen == []


def test_a_device_is_written_directly(call) -> None:
    """A file that took its place would be a plain one, and no one else could use it."""
    assert call("getBlob", "-o", os.devnull).code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


# without sending


def test_a_dry_run_shows_the_request_without_the_key_and_sends_nothing(call, shop) -> None:
    done = call("createItem", "name=pen", "--header", "X-Team: blue", "--dry-run")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "POST /api/items HTTP/1.1"
    assert "Authorization: Bearer ***" in lines
    assert "X-Team: blue" in lines
    assert lines[-2:] == ["", '{"name":"pen"}']
    assert KEY not in done.out + done.err
    assert shop.seen == []


def test_a_dry_run_counts_the_parts_of_an_upload(call, tmp_path) -> None:
    (tmp_path / "a.bin").write_bytes(b"12345")
    done = call("uploadFile", f"file@{tmp_path / 'a.bin'}", "note=n", "--dry-run")
    lines = done.out.splitlines()
    assert "(part file: application/octet-stream 5 bytes)" in lines
    assert "(part note: 1 bytes)" in lines


def test_a_request_is_shown_in_one_way(call, shop) -> None:
    done = call("listItems", "--dry-run", "--curl")
    assert (done.code, done.out, shop.seen) == (2, "", [])
    assert "Leave one of them out." in done.err


def test_a_dry_run_of_a_wrong_call_is_refused_as_the_call_would_be(call) -> None:
    assert call("createItem", "--dry-run").code == 2


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@needs_curl
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["listItems", "limit=3", "sort[]=name"], id="get"),
        pytest.param(["deleteItem", "id=a b"], id="delete"),
        pytest.param(["createItem", 'name=it\'s $HOME `x` "q"', "note=@@x"], id="json"),
        pytest.param(["uploadFile", "file@{file}", 'note=a;b,"c"', "size=3"], id="multipart"),
        pytest.param(["putBlob", "-b", "@{file}"], id="binary"),
        pytest.param(["getItem", "path:id=x", "--header", "X-Team: it's blue"], id="header"),
    ],
)
def test_the_curl_command_sends_the_same_request(call, shop, env, tmp_path, arguments) -> None:
    """Run in a real shell with the key in its environment, it arrives as the call itself does."""
    path = tmp_path / "file; with, odd.txt"
    path.write_bytes(b"@content\n")
    arguments = [argument.replace("{file}", str(path)) for argument in arguments]
    shown = call(*arguments, "--curl")
    assert (shown.code, shop.seen) == (0, [])
    assert KEY not in shown.out
    subprocess.run(["bash", "-c", shown.out], env=env, check=True, capture_output=True, timeout=600)
    assert call(*arguments).code == 0
    theirs, ours = shop.seen
    assert (theirs.method, theirs.target) == (ours.method, ours.target)
    assert theirs.headers["Authorization"] == ours.headers["Authorization"] == f"Bearer {KEY}"
    assert theirs.headers.get("X-Team") == ours.headers.get("X-Team")
    assert _normal(theirs) == _normal(ours)


def _normal(seen):
    kind = seen.headers.get("Content-Type", "")
    boundary = re.search("boundary=(.*)", kind)
    if boundary is None:
        return kind, seen.body
    text = seen.body.replace(boundary[1].encode(), b"BOUNDARY")
    return kind.partition(";")[0], sorted(text.split(b"--BOUNDARY"))


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("key", '-H "Authorization: Bearer $SHOP_KEY"'),
        ("basic", None),
        ("query", None),
    ],
)
def test_curl_needs_no_key(run, shop, scheme, said) -> None:
    """Without a key the command can still be shown, with a variable in the key's place."""
    done = run(
        "call",
        "getItem",
        "path:id=1",
        "--curl",
        "--base-url",
        shop.url,
        "--credential",
        f"{scheme}=env:SHOP_KEY",
        SHOP_KEY="",
    )
    assert done.code == 0
    assert (said or '"Authorization: Bearer $KEY"') in done.out


def test_curl_names_a_secret_header_of_the_caller_instead_of_showing_it(run, shop) -> None:
    done = run("--base-url", shop.url, "openToAll", "--header", "X-Api-Key: very-secret", "--curl")
    assert '-H "X-Api-Key: $X_API_KEY"' in done.out
    assert "very-secret" not in done.out


def test_verbose_shows_heads_on_stderr_with_the_secrets_masked(call, tmp_path) -> None:
    (tmp_path / "f").write_text("x")
    done = call("uploadFile", f"file@{tmp_path / 'f'}", "-v", "--header", "Cookie: session=abc123")
    lines = done.err.splitlines()
    assert lines[0] == "> POST /api/files HTTP/1.1"
    assert "> Authorization: Bearer ***" in lines
    assert "> Cookie: session=***" in lines
    assert "< HTTP/1.1 200 OK" in lines
    assert "< X-Secret-Token: ***" in lines
    assert not {KEY, "abc123", "of-the-server"} & set(re.split(r"[ =;]", done.err))
    assert json.loads(done.out)["bytes"] > 0


def test_verbose_masks_a_key_in_the_query(run, env, tmp_path, shop) -> None:
    text = Path(env["DYNACLIENT_SPEC"]).read_text("utf-8").replace("security: [{key: []}]", "security: [{query: []}]")
    (tmp_path / "query.yaml").write_text(text)
    done = run(
        "--spec",
        str(tmp_path / "query.yaml"),
        "--base-url",
        shop.url,
        "--credential",
        "query=env:SHOP_KEY",
        "listItems",
        "-v",
    )
    assert shop.last.target == f"/api/items?api_key={KEY}"
    assert done.err.splitlines()[0] == "> GET /api/items?api_key=*** HTTP/1.1"
    assert KEY not in done.err


# options of the call


def test_the_stream_flag_asks_for_a_stream_and_prints_it(call, shop) -> None:
    shop.go_on.set()
    done = call("watch", "topic=t", "--stream")
    assert shop.last.json() == {"topic": "t", "stream": True}
    assert done.out == "first\n"


def test_a_stream_is_printed_also_where_nobody_asked_for_one(call, shop) -> None:
    shop.go_on.set()
    assert call("watch").out == "first\n"


def test_a_timeout_ends_a_call_with_its_own_code(call) -> None:
    done = call("slow", "--timeout", "0.2", "--retries", "0")
    assert done.code == 6
    assert "--timeout" in done.err


def test_headers_are_sent_and_taken_away(call, shop) -> None:
    assert call("listItems", "--header", "X-Team: blue: green", "--header", "User-Agent: mine").code == 0
    assert shop.last.headers["X-Team"] == "blue: green"
    assert shop.last.headers["User-Agent"] == "mine"


def test_options_stand_before_or_after_the_command(run, shop, env) -> None:
    spec = env.pop("DYNACLIENT_SPEC")
    for argv in (
        ["--spec", spec, "--base-url", shop.url, "openToAll"],
        ["call", "openToAll", "--base-url", shop.url, "--spec", spec],
        ["openToAll", "--spec", spec, "--base-url", shop.url],
    ):
        assert run(*argv).code == 0
    assert len(shop.seen) == 3


def test_query_parameters_of_every_call_are_sent_declared_or_not(call, shop) -> None:
    """Beside those of the call and of the address; an empty one is left out of the address."""
    done = call("listItems", "limit=3", "--query", "v=1", "--query", "tag=a", "--query", "tag=b")
    assert (done.code, done.err) == (0, "")
    assert shop.last.target == "/api/items?v=1&tag=a&tag=b&limit=3"
    address = f"{shop.url}?v=1&w=2"
    assert call("listItems", "limit=3", "--base-url", address, "--query", "w=").code == 0
    assert shop.last.target == "/api/items?v=1&limit=3"
    assert call("listItems", "limit=3", "--query", "limit=4").code == 0
    assert shop.last.target == "/api/items?limit=3"


@pytest.mark.parametrize("text", ["v", "=1", ""])
def test_a_query_parameter_without_name_or_value_is_refused(call, shop, text) -> None:
    done = call("listItems", "--query", text)
    assert done.code == 2
    assert "--query takes NAME=VALUE" in done.err
    assert shop.seen == []


@pytest.mark.parametrize("words", [["--dry-run"], ["--curl"], ["-v"]], ids=["dry-run", "curl", "verbose"])
def test_keys_in_the_query_of_the_address_are_masked(call, shop, words) -> None:
    """And those of --query; what is no key is shown."""
    options = ["--base-url", f"{shop.url}?code=sesame-open&api-version=3", "--query", "sig=sesame-sig"]
    done = call("listItems", *options, *words)
    shown = done.out + done.err
    assert done.code == 0
    assert "code=***" in shown
    assert "sig=***" in shown
    assert "api-version=3" in shown
    assert "sesame" not in shown
