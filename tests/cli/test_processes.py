"""The installed command as a process: pipes, signals, streams, and how soon it answers."""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time

import pytest

from .conftest import HERE, KEY


def test_the_installed_command_answers_like_the_function(process, run) -> None:
    done = process("list")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == run("list").out


@pytest.mark.parametrize("module", ["dynaclient", "dynaclient.cli"])
def test_the_command_can_be_started_as_a_module(env, run, module) -> None:
    """With the interpreter that is named, as pip and venv can be."""
    for words in (["--version"], ["list"]):
        done = subprocess.run([sys.executable, "-m", module, *words], env=env, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == run(*words).out


@pytest.mark.parametrize("command", ["list", "show createItem --json", "bundle", "--help"])
def test_a_reader_that_goes_away_is_no_error(program, env, command) -> None:
    """`| head -1`, with the exit code of the command itself and nothing on its error stream."""
    script = f"{program} {command} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, timeout=600, check=False, text=True)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_a_long_answer_to_a_reader_that_goes_away_is_no_error(program, env, shop) -> None:
    """Five megabytes are more than a pipe holds, so the command meets the closed end while it writes."""
    call = f"{program} --base-url {shop.url} --credential key=env:SHOP_KEY getBlob size=5000000"
    script = f"{call} | head -c 1 | wc -c; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, timeout=600, check=False, text=True)
    assert (done.stdout.split(), done.stderr) == (["1", "0"], "")


@pytest.mark.parametrize(
    "command",
    [
        "",
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
    ],
)
def test_help_of_every_command_is_printed_by_the_installed_command(process, command) -> None:
    done = process(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(f"Usage: dynaclient {command}".rstrip())


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["listItems"], "needs credentials for key"),
        (["getItem", "path:id=.."], "it would lead to another address"),
        (["getBlob", "-o", "/no/such/folder/file", "--credential", "key=env:SHOP_KEY"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_refused_by_the_installed_command(process, shop, argv, said) -> None:
    done = process("--base-url", shop.url, *argv)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert shop.seen == []


def test_errors_reach_a_shell_as_exit_codes(process, shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    at = ["--base-url", shop.url, "--credential", "key=env:SHOP_KEY"]
    cases = {
        0: [*at, "listItems"],
        2: [*at, "listItems", "limit=0"],
        3: ["--spec", "/no/such", "list"],
        4: [*at, "fail", "code=404"],
        5: [*at, "fail", "code=500", "--retries", "0"],
        6: ["--base-url", f"http://127.0.0.1:{port}", "openToAll", "--retries", "0"],
    }
    for code, argv in cases.items():
        done = process(*argv)
        assert done.returncode == code, argv
        assert (done.stderr == b"") is (code == 0)
        assert (done.stdout == b"") is (code != 0)
        assert KEY.encode() not in done.stderr


def test_an_event_is_printed_before_the_next_one_comes(program, env, shop) -> None:
    """The server sends the second event only when the first one has come out of the pipe."""
    argv = [program, "--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "watch", "--stream"]
    with subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"first\n"
        shop.go_on.set()
        assert child.stdout.read() == b""
        assert child.wait(600) == 0


def test_an_interrupted_stream_ends_with_its_own_code_and_no_traceback(program, env, shop) -> None:
    argv = [program, "--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "watch", "--stream"]
    with subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == b"first\n"
        child.send_signal(signal.SIGINT)
        assert child.wait(600) == 130
        assert child.stderr.read().strip() == b""


def test_an_interruption_while_modules_load_ends_it_after_that(program, env, shop, tmp_path) -> None:
    """The second page is the first that validates an argument, so it loads a native module, which takes a while."""
    spec = str(HERE / "fair.yaml")
    argv = [program, "--spec", spec, "--base-url", shop.url, "listPens", "--all", "-o", str(tmp_path / "pens")]
    for delay in range(12):
        with subprocess.Popen([*argv, "-v"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stderr is not None
            while not child.stderr.readline().startswith(b"< Content-Length"):
                """The first page is here."""
            time.sleep(delay / 1000)  # anywhere in the loading; the result is the same wherever it falls
            child.send_signal(signal.SIGINT)
            _, err = child.communicate(timeout=600)
        assert child.returncode == 130
        assert b"Traceback" not in err
        assert b"panic" not in err
    assert {path.name for path in tmp_path.iterdir()} <= {"home", "cache"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", ["list > /dev/full", "openToAll > /dev/full", "openToAll -o /dev/full"])
def test_a_full_disk_is_said_and_has_a_code(program, env, shop, command) -> None:
    """It is neither a bug of ours nor a success."""
    line = f"{program} --base-url {shop.url} {command}"
    done = subprocess.run(["bash", "-c", line], env=env, capture_output=True, timeout=600, check=False, text=True)
    assert done.returncode == 2
    assert done.stderr == (
        "dynaclient: the output cannot be written: No space left on device. Make room, or write to another place with "
        "-o FILE.\n"
    )


@pytest.mark.parametrize(("closed", "code"), [("list >&-", 0), ("list 0<&-", 0), ("lst 2>&-", 2), ("openToAll >&-", 0)])
def test_a_closed_stream_is_as_good_as_an_empty_one(program, env, shop, closed, code) -> None:
    """No traceback, and no file or socket that takes its place."""
    line = f"{program} --base-url {shop.url} {closed}"
    done = subprocess.run(["bash", "-c", line], env=env, capture_output=True, timeout=600, check=False, text=True)
    assert (done.returncode, done.stderr) == (code, "")


def test_an_openai_call_does_without_asyncio(env, shop) -> None:
    """It takes a tenth of the process to load."""
    del env["DYNACLIENT_SPEC"]
    script = "import sys; from dynaclient.cli import main; main(sys.argv[1:]); sys.exit('asyncio' in sys.modules)"
    argv = [sys.executable, "-c", script, "--base-url", shop.url, "listModels", "--dry-run"]
    done = subprocess.run(argv, env={**env, "OPENAI_API_KEY": "k"}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_key_is_never_on_the_command_line_of_a_process(program, env, shop) -> None:
    """What `ps` shows while a call waits."""
    cmdline = "/proc/{}/cmdline"
    if not os.path.exists(cmdline.format(os.getpid())):
        pytest.skip("this system does not show command lines in /proc")
    argv = [program, "--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "watch"]
    with subprocess.Popen(argv, env=env, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with open(cmdline.format(child.pid), "rb") as file:
            assert KEY.encode() not in file.read()
        shop.go_on.set()


def test_output_that_the_encoding_lacks_is_escaped(program, env, shop) -> None:
    env["PYTHONIOENCODING"] = "ascii"
    argv = [program, "--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "listItems", "--select", "data[2]"]
    done = subprocess.run(argv, env=env, capture_output=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b'{"id": "item_2", "name": "p\\xe4per"}\n'


@pytest.mark.parametrize(
    ("argv", "unloaded"),
    [
        (["--version"], {"click", "rich", "requests", "yaml", "jmespath", "json", "dynaclient.client"}),
        (["list"], {"rich", "jmespath", "jsonschema", "jsonschema_rs", "openapi_core", "keyring"}),
        (["show", "createItem"], {"rich", "jmespath", "jsonschema", "jsonschema_rs", "openapi_core", "requests"}),
        (["search", "item"], {"rich", "jmespath", "jsonschema", "jsonschema_rs", "openapi_core", "requests"}),
        (["listItems"], {"rich", "jmespath", "jsonschema", "openapi_core", "keyring", "difflib"}),
    ],
)
def test_nothing_is_loaded_that_a_command_does_not_need(env, shop, argv, unloaded) -> None:
    script = (
        "import sys; from dynaclient.cli import main; code = main(sys.argv[1:]); "
        "print('\\n' + ' '.join(sys.modules)); sys.exit(code)"
    )
    if argv != ["--version"]:
        argv = ["--base-url", shop.url, "--credential", "key=env:SHOP_KEY", *argv]
    done = subprocess.run([sys.executable, "-c", script, *argv], env=env, capture_output=True, check=True, text=True)
    assert unloaded & set(done.stdout.splitlines()[-1].split()) == set()


@pytest.mark.slow
def test_the_version_costs_at_most_three_bare_interpreters(program, env) -> None:
    """Medians of 15 runs each, alternating."""

    def seconds(*argv: str) -> float:
        start = time.perf_counter()
        subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start

    pairs = [(seconds(sys.executable, "-c", "pass"), seconds(program, "--version")) for _ in range(15)]
    bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert ours <= 3 * bare, json.dumps({"bare": bare, "ours": ours})
