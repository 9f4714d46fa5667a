"""A shop on a loopback port, and ways to run the command: in process, as a process, in a pseudo-terminal."""

from __future__ import annotations

import io
import os
import subprocess
import sysconfig
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dynaclient.cli import main

from .shop import Handler, Server, Shop

HERE = Path(__file__).parent
KEY = "shop-key-for-tests-8c1f"


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The shop, serving."""
    shop = Shop()
    server = Server(("127.0.0.1", 0), Handler)
    server.shop = shop
    shop.url = f"http://127.0.0.1:{server.server_address[1]}/api"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield shop
    shop.go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Result:
    """The result of a run."""

    code: int
    out: str
    err: str
    raw: bytes = b""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment with the shop's document and key, and a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "PATH": os.environ.get("PATH", ""),
        "DYNACLIENT_SPEC": str(HERE / "shop.yaml"),
        "SHOP_KEY": KEY,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


@pytest.fixture
def run(env: dict[str, str]) -> Callable[..., Result]:
    """Runs a command in this process, with streams of its own."""

    def run(*argv: str, stdin: bytes = b"", **more: str) -> Result:
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        code = main(argv, {**env, **more}, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), out, err)
        out.flush()
        raw = out.buffer.getvalue()  # type: ignore[attr-defined]
        return Result(code, raw.decode("utf-8", errors="replace"), err.getvalue(), raw)

    return run


@pytest.fixture
def call(run: Callable[..., Result], shop: Shop) -> Callable[..., Result]:
    """Calls an operation of the shop."""

    def call(*argv: str, **more: Any) -> Result:
        return run("--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "call", *argv, **more)

    return call


@pytest.fixture
def fair(run: Callable[..., Result], shop: Shop) -> Callable[..., Result]:
    """Calls an operation of the fair: lists in pages, streams, and trouble."""

    def fair(*argv: str, **more: Any) -> Result:
        return run("--spec", str(HERE / "fair.yaml"), "--base-url", shop.url, "call", *argv, **more)

    return fair


@pytest.fixture
def program() -> str:
    """The installed command."""
    path = Path(sysconfig.get_path("scripts")) / "dynaclient"
    if not path.exists():
        pytest.skip("the package is not installed here, so there is no command")
    return str(path)


@pytest.fixture
def process(program: str, env: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the installed command as a process."""

    def process(*argv: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([program, *argv], env=env, capture_output=True, timeout=600, check=False, **options)

    return process


@pytest.fixture
def terminal(program: str, env: dict[str, str], shop: Shop) -> Iterator[Callable[..., Any]]:
    """Starts the command in a terminal, of 100 columns and 40 lines if no other size is given."""
    pexpect = pytest.importorskip("pexpect", reason="pexpect is not installed")
    started = []

    def terminal(*argv: str, columns: int = 100, lines: int = 40, **more: str) -> Any:
        child = pexpect.spawn(
            program,
            ["--base-url", shop.url, *argv],
            env={**env, "TERM": "xterm-256color", **more},
            dimensions=(lines, columns),
            encoding="utf-8",
            timeout=120,
        )
        started.append(child)
        return child

    yield terminal
    for child in started:
        child.close(force=True)


@pytest.fixture
def spawn(terminal: Callable[..., Any]) -> Callable[..., Any]:
    """Starts a command of the shop in a terminal."""
    return lambda *argv, **more: terminal("--credential", "key=env:SHOP_KEY", *argv, **more)


@pytest.fixture
def spawn_fair(terminal: Callable[..., Any]) -> Callable[..., Any]:
    """Starts a command of the fair in a terminal."""
    return lambda *argv, **more: terminal("--spec", str(HERE / "fair.yaml"), *argv, **more)
