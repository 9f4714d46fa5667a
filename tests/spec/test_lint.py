"""`tools/lint-spec` finds nothing to complain about in the bundled description, and would say so if it did.

The tests that run the linter itself let npx fetch it, if it is not there already. That is the only place in our tests
where anything is asked of a network; without one they are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .contents import FOLDER, ROOT

LINT = ROOT / "tools/lint-spec"
UNAVAILABLE = 69

needs_npx = pytest.mark.skipif(
    not (shutil.which("npx") and shutil.which("node")), reason="Redocly CLI needs npx and node, which are not installed"
)


def run(*arguments: object, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run tools/lint-spec with `path` as PATH. Prompts get no answer."""
    environment = os.environ | ({"PATH": str(path)} if path else {})
    command = [str(shutil.which("bash")), str(LINT), *map(str, arguments)]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False
    )


def lint(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the real linter; skip where it cannot be fetched, but not in CI."""
    done = run(*arguments)
    if done.returncode == UNAVAILABLE and not os.environ.get("CI"):
        pytest.skip(done.stderr.strip())
    return done


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH with nothing in it but what the script itself needs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "dirname").symlink_to(str(shutil.which("dirname")))
    return folder


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!{shutil.which('bash')}\n{script}\n", "utf-8")
    (folder / name).chmod(0o755)


@needs_npx
def test_linter_finds_nothing() -> None:
    """By the recommended rules of Redocly CLI, the description has neither errors nor warnings."""
    done = lint()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "validated in" in done.stdout + done.stderr
    assert "skipped" not in done.stdout


@needs_npx
def test_linter_refuses_what_it_would_only_warn_of(tmp_path: Path) -> None:
    """A missing `operationId` in an area file, a mere warning by the recommended rules, makes the check fail."""
    copy = shutil.copytree(FOLDER, tmp_path / "spec")
    models = copy / "models.yaml"
    text = models.read_text("utf-8")
    assert "      operationId: listModels\n" in text
    models.write_text(text.replace("      operationId: listModels\n", ""), "utf-8")
    done = lint(copy / "openapi.yaml")
    assert done.returncode == 1
    assert "operation-operationId" in done.stdout + done.stderr


@pytest.mark.parametrize("missing", ["node", "npx"])
def test_check_is_skipped_aloud_without_its_programs(missing: str, programs: Path) -> None:
    """Without node or npx the script says which is missing and succeeds."""
    for name in {"node", "npx"} - {missing}:
        put(programs, name, "exit 99")
    done = run(path=programs)
    assert done.returncode == 0
    assert done.stdout.startswith(f"lint-spec: skipped: there is no {missing} on this machine")


def test_linter_that_cannot_be_fetched_is_no_verdict(programs: Path) -> None:
    """When npx fails before the linter has started, the exit status says that the check was not possible."""
    put(programs, "node", "exit 0")
    put(programs, "npx", "echo no network >&2; exit 1")
    done = run(path=programs)
    assert done.returncode == UNAVAILABLE
    assert "no network" in done.stderr


def test_linter_is_run_without_prompts_and_telemetry(programs: Path, tmp_path: Path) -> None:
    """The answer to prompts of npx is yes, the linter reports nothing; its exit status is the script's."""
    calls = tmp_path / "calls"
    put(programs, "node", "exit 0")
    put(
        programs,
        "npx",
        f'echo "$REDOCLY_TELEMETRY $REDOCLY_SUPPRESS_UPDATE_NOTICE $*" >>{calls}\n[[ "$*" != *" lint "* ]] || exit 7',
    )
    assert run("some.yaml", path=programs).returncode == 7
    version, lint_call = calls.read_text("utf-8").splitlines()
    assert version == "off true --yes --prefer-offline @redocly/cli@1.34.0 --version"
    assert lint_call.startswith(
        "off true --yes --prefer-offline @redocly/cli@1.34.0 lint --extends=recommended-strict "
    )
    assert lint_call.endswith(" some.yaml")
