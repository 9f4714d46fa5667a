"""`sandbox`: the embedded server as a command."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess

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
