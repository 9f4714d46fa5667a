"""`sandbox`: the embedded server as a command."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import pytest

pytest.importorskip("dynaclient.sandbox", reason="the sandbox is not there")


@pytest.mark.parametrize("document", ["shop", "bundled"])
def test_the_sandbox_answers_as_its_welcome_says_until_it_is_interrupted(program, env, document) -> None:
    """The lines it prints are run unchanged, except for another command instead of `list`."""
    if document == "bundled":
        del env["DYNACLIENT_SPEC"]
    with subprocess.Popen([program, "sandbox", "--port", "0"], env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(3)]
        assert re.search(r"is served at http://127\.0\.0\.1:\d+ until Ctrl-C", lines[0])
        call = "listModels" if document == "bundled" else "listItems"
        script = "".join(lines[1:]).replace("dynaclient", program).replace(" list\n", f" call {call}\n")
        done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, timeout=600, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        server.send_signal(signal.SIGINT)
        assert server.wait(600) == 130


def test_what_was_recognised_is_explained(run, tmp_path) -> None:
    """Without a server; a file corrects it, and a mistake in the file is refused with its place."""
    shown = run("sandbox", "--explain")
    assert (shown.code, shown.err) == (0, "")
    assert "/items  (key: /name)" in shown.out
    assert "create    createItem" in shown.out
    file = tmp_path / "model.yaml"
    file.write_text("resources: {/nothing: {key: /id}}\n")
    done = run("sandbox", "--explain", "--model", str(file))
    assert done.code == 3
    assert "there is no resource /nothing" in done.err


def test_a_port_that_is_taken_is_refused_with_the_fix(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("sandbox", "--port", str(taken.getsockname()[1]))
    assert done.code == 2
    assert "--port" in done.err


def test_a_script_answers_and_its_mistakes_are_refused_with_their_line(program, env, run, tmp_path) -> None:
    """Before anything is served; `--no-admin` turns the controls off."""
    script = tmp_path / "script.yaml"
    script.write_text("- on: listItems\n  answer:\n    staus: 404\n")
    done = run("sandbox", "--script", str(script))
    assert done.code == 3
    assert f"{script}, line 3, column 5: an answer has no 'staus'. Did you mean 'status'?" in done.err
    script.write_text("- on: listItems\n  answer: {status: 418, force: true, headers: {X-By: script}}\n")
    command = [program, "sandbox", "--port", "0", "--script", str(script), "--no-admin"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = int(re.search(r"127\.0\.0\.1:(\d+)", server.stdout.readline())[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/items", headers={"X-Key": "any", "Authorization": "Bearer any"})
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.headers["X-By"]) == (418, "script")
        connection.request("GET", "/_sandbox/requests")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404
        connection.close()
        server.send_signal(signal.SIGINT)
        assert server.wait(600) == 130


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--trouble", "foo=1"], "--trouble: Unknown fault 'foo'; use one of status,"),
        (["--trouble", "status=9"], "--trouble: status must be from 200 to 599"),
        (["--trouble", "rate=2"], "--trouble: rate must be from 0 to 1"),
        (["--trouble", "delay=x"], "--trouble: Invalid value for delay: 'x'"),
        (["--db", "no/such/folder/x.db"], "--db 'no/such/folder/x.db' cannot be used: unable to open database file"),
        (["--cors", "app"], "--cors: 'app' is not an origin; one looks like https://app.example, or * for all"),
        (["--unknown", "guess"], "'guess' is not one of 'auto', 'refuse', 'invent'"),
    ],
)
def test_a_mistaken_option_is_refused_by_its_name(run, options, words) -> None:
    done = run("sandbox", "--port", "0", *options)
    assert done.code == 2
    assert words in done.err


def asked(url: str, path: str, **headers: str) -> tuple[int, str | None]:
    request = urllib.request.Request(url + path, headers=headers)  # a server on loopback
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.headers["Access-Control-Allow-Origin"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Access-Control-Allow-Origin"]


def test_the_options_reach_the_server_and_a_changed_document_is_read_again(program, env, tmp_path) -> None:
    """While it is broken, the one before goes on."""
    file = tmp_path / "a.yaml"
    text = """
        openapi: 3.1.0
        info: {title: A, version: "1"}
        paths:
          /a/{id}: {get: {operationId: getA, responses: {"200": {description: ""}}, parameters:
            [{name: id, in: path, required: true, schema: {type: string}}]}}
          /b: {get: {operationId: getB, responses: {"200": {description: ""}}}}
    """
    file.write_text(text)
    options = ["--watch", "--trouble", "status=503,operation=getB", "--cors", "https://app.example", "--stateless"]
    command = [program, "--spec", str(file), "sandbox", "--port", "0", *options]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://[\d.:]+", server.stdout.readline())
        assert found is not None
        url = found[0]
        assert asked(url, "/a/1", Origin="https://app.example") == (200, "https://app.example")
        assert asked(url, "/b")[0] == 503
        server.stdout.readline()
        file.write_text("paths: [")
        assert "a.yaml changed, and cannot be used, so the sandbox stays as it was" in server.stdout.readline()
        assert asked(url, "/a/1")[0] == 200
        file.write_text(text.replace("/a/{id}", "/c/{id}"))
        assert server.stdout.readline() == "a.yaml changed: the sandbox is made anew.\n"
        assert (asked(url, "/a/1")[0], asked(url, "/c/1")[0]) == (404, 200)
        server.send_signal(signal.SIGINT)
        assert server.wait(600) == 130


def test_watching_looks_at_scripts_models_overlays_and_other_files_too(program, env, tmp_path) -> None:
    """Each of them changes in turn; an overlay stays applied, and a file that is gone is told of once."""
    texts = {
        "a.yaml": """
            openapi: 3.1.0
            info: {title: A, version: "1"}
            paths:
              /a: {$ref: "b.yaml#/a"}
              /b: {get: {operationId: getB, responses: {"200": {description: ""}}}}
        """,
        "b.yaml": '{"a": {"get": {"operationId": "getA", "responses": {"200": {"description": ""}}}}}',
        "o.yaml": """
            overlay: 1.0.0
            info: {title: O, version: "1"}
            actions: [{target: "$.paths['/b']", remove: true}]
        """,
        "s.yaml": "- {on: getA, answer: {status: 418, force: true}}\n",
        "m.yaml": "operations: {}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    command = [program, "--spec", "a.yaml", "--overlay", "o.yaml", "sandbox", "--port", "0", "--watch"]
    command += ["--script", "s.yaml", "--model", "m.yaml"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as server:
        assert server.stdout is not None
        found = re.search(r"http://[\d.:]+", server.stdout.readline())
        assert found is not None
        url = found[0]
        server.stdout.readline()
        assert (asked(url, "/a")[0], asked(url, "/b")[0]) == (418, 404)
        for name, old, new, statuses in (
            ("s.yaml", "418", "451", (451, 404)),
            ("b.yaml", "getA", "getC", None),
            ("s.yaml", "getA", "getC", (451, 404)),
            ("m.yaml", "{}", "{getC: {role: plain}}", (451, 404)),
            ("o.yaml", "/b", "/c", (451, 200)),
        ):
            texts[name] = texts[name].replace(old, new)
            (tmp_path / name).write_text(texts[name])
            said = server.stdout.readline()
            if statuses is None:
                assert "b.yaml changed, and cannot be used" in said
                assert "getA" in said
            else:
                assert said == f"{name} changed: the sandbox is made anew.\n"
                assert (asked(url, "/a")[0], asked(url, "/b")[0]) == statuses
        (tmp_path / "m.yaml").unlink()
        assert "m.yaml changed, and cannot be used" in server.stdout.readline()
        (tmp_path / "s.yaml").write_text(texts["s.yaml"].replace("451", "452"))
        assert "s.yaml changed, and cannot be used" in server.stdout.readline()
        (tmp_path / "m.yaml").write_text("operations: {getC: {role: plain}} # again\n")
        assert server.stdout.readline() == "m.yaml changed: the sandbox is made anew.\n"
        assert asked(url, "/a")[0] == 452
        server.send_signal(signal.SIGINT)
        assert server.wait(600) == 130


def test_watching_needs_a_file(run) -> None:
    done = run("sandbox", "--port", "0", "--watch", DYNACLIENT_SPEC="")
    assert done.code == 2
    assert "--watch needs a document, a model or a script in a file" in done.err
