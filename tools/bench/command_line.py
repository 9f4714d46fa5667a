"""How soon the installed command answers: whole processes, medians, each beside what it is held against.

    python tools/bench/command_line.py DOCUMENT [RUNS]

DOCUMENT describes the OpenAI API. Runs alternate, so that a busy machine is busy for both sides; the first of each
fills the cache and is not counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PROGRAM = str(Path(sysconfig.get_path("scripts")) / "dynaclient")
MESSAGES = '[{"role": "user", "content": "Say nothing."}]'
BARE = f"""
import requests, sys
answer = requests.Session().post(
    sys.argv[1] + "/chat/completions",
    json={{"model": "gpt-4o", "messages": {MESSAGES}}},
    headers={{"Authorization": "Bearer key"}},
)
answer.raise_for_status()
print(answer.text)
"""


class Answer(BaseHTTPRequestHandler):
    """Answers every POST at once."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """One small completion."""
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"id": "chatcmpl-1", "object": "chat.completion", "choices": []}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silence."""


def seconds(argv: list[str], env: dict[str, str]) -> float:
    """The wall time of one process, which must end well."""
    start = time.perf_counter()
    done = subprocess.run(argv, env=env, capture_output=True, check=False)
    elapsed = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(argv)}: {done.stderr.decode()}")
    return elapsed


def medians(commands: dict[str, list[str]], env: dict[str, str], runs: int) -> dict[str, float]:
    """The median of each command, all of them taking turns."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, argv in commands.items():
            elapsed = seconds(argv, env)
            if run:
                times[name].append(elapsed)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> int:
    """Measure, print, and say by the exit code whether every bar is met."""
    document, runs = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 15
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    env = {**os.environ, "DYNACLIENT_SPEC": document, "OPENAI_API_KEY": "key"}
    found = medians(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "--version": [PROGRAM, "--version"],
            "list": [PROGRAM, "list"],
            "show": [PROGRAM, "show", "createChatCompletion"],
            "bare requests": [sys.executable, "-c", BARE, url],
            "call": [
                PROGRAM, "--base-url", url, "call", "createChatCompletion", "model=gpt-4o", f"messages:={MESSAGES}",
            ],
        },
        env,
        runs,
    )  # fmt: skip
    server.shutdown()
    bars = [
        ("--version, against python -c pass", found["--version"] / found["python -c pass"], 3.0, "×"),
        ("list", found["list"], 0.15, " s"),
        ("show createChatCompletion", found["show"], 0.2, " s"),
        ("call, against a bare requests script", found["call"] / found["bare requests"], 1.35, "×"),
    ]
    python, load = sys.version.split()[0], os.getloadavg()[0]
    print(f"{runs} runs each, {os.path.basename(document)}, Python {python}, load {load:.1f}")
    for name, value in found.items():
        print(f"  {name:<40}{value * 1000:8.1f} ms")
    for name, value, bar, unit in bars:
        print(f"  {name:<40}{value:8.2f}{unit}  (bar {bar}{unit}) {'met' if value <= bar else 'MISSED'}")
    return 0 if all(value <= bar for _, value, bar, _ in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
