"""`dynaclient bulk --dask`: workers of a cluster send the rows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .shop import Shop

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; from dynaclient.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--dask", "local:2"], r"--dask needs a folder for the results. Name it with --out FOLDER, or an address "),
        (
            ["--dask", "here", "--out", "o"],
            "the address of a Dask scheduler is like 'tcp://10.0.0.1:8786', or 'local:4' ",
        ),
        (
            ["--send-credentials", "--out", "o"],
            "--send-credentials is about a cluster. Name its scheduler with --dask ",
        ),
    ],
)
def test_what_cannot_be(run, shop: Shop, tmp_path: Path, options: list[str], text: str) -> None:
    (tmp_path / "rows.jsonl").write_text('{"name": "pen"}\n')
    done = run("--base-url", shop.url, "bulk", "createItem", "--in", str(tmp_path / "rows.jsonl"), *options)
    assert done.code == 2
    assert done.err.startswith(f"dynaclient: {text}")
    assert shop.seen == []


def test_without_dask_the_line_that_installs_it(run, shop: Shop, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "rows.jsonl").write_text('{"name": "pen"}\n')
    line = ["--in", str(tmp_path / "rows.jsonl"), "--out", str(tmp_path / "out"), "--dask", "local:2"]
    done = run("--base-url", shop.url, "bulk", "createItem", *line)
    assert done.code == 2
    assert done.err == (
        "dynaclient: a cluster needs distributed, which is not installed: pip install 'dynaclient[dask]'\n"
    )


@pytest.mark.slow
def test_workers_of_this_machine(env: dict[str, str], shop: Shop, tmp_path: Path) -> None:
    """They find the key in their environment. Ctrl-C finishes what is sent, and the same command goes on."""
    pytest.importorskip("distributed", reason="Dask is not installed")
    rows, out = tmp_path / "rows.csv", tmp_path / "out"
    rows.write_text("id,name\n" + "".join(f"r{number},pen\n" for number in range(300)))
    line = ["--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "bulk", "createItem", "--in", str(rows)]
    line += ["--key", "id", "--idempotency", "--out", str(out), "--dask", "local:2"]
    command = [sys.executable, "-c", PROGRAM, *line]
    variables = {**os.environ, **env, "PYTHONPATH": str(ROOT)}
    keyless = {name: value for name, value in variables.items() if name != "SHOP_KEY"}
    done = subprocess.run(command, env=keyless, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (
        "it finds no credentials for 'key', and those of the client stay where it is. Name their place" in done.stderr
    )
    assert "or send them with --send-credentials. Nothing was sent." in done.stderr
    process = subprocess.Popen(
        [*command, "--rate", "60/s"], env=variables, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while len(shop.seen) < 30 and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all processes of the command
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Interrupted: finishing what is being sent." in err
    assert (
        f"of 300 rows are done. This goes on:\n  dynaclient --base-url {shop.url} --credential key=env:SHOP_KEY" in err
    )
    assert "Traceback" not in err
    assert 30 <= len(shop.seen) < 300
    again = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert len(shop.seen) == 300
    manifest = json.loads((out / "_manifest.json").read_text())
    assert (manifest["done"], manifest["complete"]) == (300, True)
