"""Every figure in one table: `python tools/bench`. See README.md beside this file.

Each peer is installed into an environment of its own under .venv-bench/; one that cannot be installed, or cannot do
what is asked, is printed as missing with the reason. Ratios are against bare requests in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from measuring import CHECK_ONE_CALL, HERE, ROOT, default_document, growing, run, server, table

ENVIRONMENTS = ROOT / ".venv-bench"
PEERS = {
    "dynaclient": [],
    "httpx": ["httpx"],
    "openai_sdk": ["openai"],
    "openapi_core": [],
    "aiopenapi3": ["aiopenapi3"],
}
"""Peer → packages besides this one."""


def environment(peer: str) -> tuple[Path | None, str]:
    """The python of a peer's environment, or why there is none."""
    folder = ENVIRONMENTS / peer
    python = folder / "bin" / "python"
    stamp = folder / ".ready"
    if not stamp.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        result = subprocess.run([*pip, "-e", ROOT, *PEERS[peer]], capture_output=True, text=True, check=False)
        if result.returncode:
            lines = result.stderr.strip().splitlines() or ["pip failed"]
            if peer == "dynaclient":
                sys.exit(result.stderr)
            return None, lines[-1][:100]
        stamp.touch()
    return python, ""


def starts(pythons: dict[str, Path], base_url: str, document: Path, rounds: int, cache: Path) -> dict[str, Any]:
    """Whole processes up to the first answered call, all peers in turn in every round."""
    env = {**os.environ, "DYNACLIENT_CACHE": str(cache)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    cold = {**env, "DYNACLIENT_CACHE": str(cache / "cold")}
    script = HERE / "one_call.py"
    ours = pythons["dynaclient"]
    jobs = {"bare": (ours, "bare", env), "dynaclient, cache cold": (ours, "dynaclient", cold)}
    jobs |= {name: (python, name, env) for name, python in pythons.items()}
    samples: dict[str, list[tuple[float, float]]] = {}
    failures: dict[str, str] = {}
    for round_number in range(rounds + 1):  # the first one fills caches and is not counted
        for name, (python, peer, variables) in jobs.items():
            shutil.rmtree(cache / "cold", ignore_errors=True)
            if name in failures:
                continue
            wall, peak, failed = run([python, script, peer, base_url, document], variables)
            if failed:
                failures[name] = failed
            elif round_number:
                samples.setdefault(name, []).append((wall, peak))
    out: dict[str, Any] = {name: {"error": why} for name, why in failures.items()}
    for name, taken in samples.items():
        out[name] = {"wall": statistics.median(w for w, _ in taken), "peak": statistics.median(p for _, p in taken)}
    return out


def imports(python: Path, rounds: int) -> float:
    """Seconds that `import dynaclient` adds to a process that imports json."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    difference = []
    for _ in range(rounds + 1):
        ours = run([python, "-c", "import dynaclient"], env)[0]
        difference.append(ours - run([python, "-c", "import json"], env)[0])
    return statistics.median(difference[1:])


def calls(pythons: dict[str, Path], base_url: str, document: Path, rounds: int, cache: Path) -> dict[str, Any]:
    """Every peer's calls against bare requests."""
    env = {**os.environ, "DYNACLIENT_CACHE": str(cache)}
    out = {}
    for name, python in pythons.items():
        command = [python, HERE / "many_calls.py", name, base_url, document, rounds]
        result = subprocess.run(list(map(str, command)), env=env, capture_output=True, text=True, check=False)
        if result.returncode:
            out[name] = {"error": (result.stderr.strip().splitlines() or ["failed"])[-1][:100]}
        else:
            out[name] = json.loads(result.stdout)
    return out


def growth(python: Path, documents: dict[str, tuple[Path, str]], rounds: int, cache: Path) -> dict[str, Any]:
    """Load, find one operation and check one call: cold and warm, for documents of different size."""
    out = {}
    for name, (document, operation) in documents.items():
        folder = cache / "growth"
        env = {**os.environ, "DYNACLIENT_CACHE": str(folder)}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [python, "-c", CHECK_ONE_CALL, document, operation]
        cold, warm = [], []
        for _ in range(rounds):
            shutil.rmtree(folder, ignore_errors=True)
            cold.append(run(command, env))
            warm.append(run(command, env))
        out[name] = {
            "size": document.stat().st_size,
            "cold": statistics.median(w for w, _, _ in cold),
            "warm": statistics.median(w for w, _, _ in warm),
            "peak": statistics.median(p for _, p, _ in warm),
        }
    return out


def report(result: dict[str, Any]) -> str:
    """All figures as Markdown."""
    bare = result["starts"]["bare"]
    start_rows = []
    for name, found in result["starts"].items():
        if "error" in found:
            start_rows.append([name, "missing", "", "", found["error"]])
        else:
            wall, peak = found["wall"], found["peak"]
            start_rows.append(
                [name, f"{wall:.3f} s", f"{wall / bare['wall']:.2f}×", f"{peak:.1f} MB", f"{peak / bare['peak']:.2f}×"]
            )
    names = list(next(iter(result["calls"].values()))["calls"])
    call_rows = []
    for peer, found in result["calls"].items():
        cells = [found["calls"][n] for n in names] if "calls" in found else []
        texts = [
            f"{c['ratio']:.2f}× ({c['peer'] * 1000:.2f} ms)" if "ratio" in c else f"missing: {c['error']}"
            for c in cells
        ]
        call_rows.append([peer, *(texts or [f"missing: {found['error']}"])])
    growth_rows = [
        [n, f"{g['size'] / 1e6:.2f} MB", f"{g['cold']:.3f} s", f"{g['warm']:.3f} s", f"{g['peak']:.1f} MB"]
        for n, g in result["growth"].items()
    ]
    ours = result["calls"]["dynaclient"]
    threads = ours["threads"]
    return "\n\n".join(
        [
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {result['document']}",
            "Whole process to the first answered call, against bare requests:",
            table(["peer", "wall", "ratio", "peak memory", "ratio"], start_rows),
            f"`import dynaclient` adds {result['import'] * 1000:.0f} ms to a process that imports json.",
            "One call, against bare requests interleaved in the same process (and the time it takes):",
            table(["peer", *names], call_rows),
            f"A wrong role in 1 of 100 messages is refused, text included, in {ours['refused'] * 1000:.1f} ms. "
            f"32 threads on one client: {threads['peer']:.0f} calls/s, {threads['ratio']:.2f}× of bare.",
            "Load, and check one call, against the document's size:",
            table(["document", "size", "cold", "warm", "peak memory, warm"], growth_rows),
        ]
    )


def main() -> int:
    """Measure everything and print it."""
    cli = argparse.ArgumentParser(prog="python tools/bench", description=__doc__)
    cli.add_argument("--document", type=Path, default=default_document())
    cli.add_argument("--rounds", type=int, default=15)
    cli.add_argument("--peers", default=",".join(PEERS), help="comma separated; dynaclient is always among them")
    args = cli.parse_args()
    pythons: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for peer in dict.fromkeys(["dynaclient", *args.peers.split(",")]):
        python, why = environment(peer)
        if python is None:
            missing[peer] = why
        else:
            pythons[peer] = python
    with server() as base_url, tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        documents = growing(cache, args.document)
        result = {
            "document": args.document.name,
            "starts": starts(pythons, base_url, args.document, args.rounds, cache),
            "import": imports(pythons["dynaclient"], args.rounds),
            "calls": calls(pythons, base_url, args.document, args.rounds, cache),
            "growth": growth(pythons["dynaclient"], documents, max(3, args.rounds // 3), cache),
        }
    for peer, why in missing.items():
        result["starts"][peer] = {"error": why}
        result["calls"][peer] = {"error": why}
    print(report(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
