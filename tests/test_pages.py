"""README.md and the pages under docs/ show only what works: every example in them is run, and its output compared.

How an example is written decides how it is run:

- ```python: executed as a newcomer would, without a key: block after block, in one namespace for each page.
- ```text directly after it: what that block prints, then the error that it raises, if any.
- ```python after `<!-- types -->`: given to mypy; exactly the lines with `# refused` are errors.
- ```python after `<!-- pytest -->`: a file of tests that pass.
- ```yaml: a script of the sandbox, in the file script.yaml for the blocks of Python after it.
- ```console: typed into a terminal (`tools/transcript.py`), and everything that is printed compared.
- ```toml: a file of profiles for the command line.
- ```json: the configuration of a program that starts the MCP server; its options have to exist.
- ```sh: installs, builds or serves, which is not repeated here; what it names has to exist.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import importlib.util
import inspect
import io
import json
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import dynaclient
from dynaclient.cli.application import COMMANDS
from dynaclient.cli.profiles import load_profile

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
LANGUAGES = ("console", "json", "python", "sh", "text", "toml", "yaml")
EXTRAS = (
    "arrow",
    "async",
    "aws",
    "cache",
    "compression",
    "dask",
    "docs",
    "keyring",
    "mcp",
    "oauth",
    "overlay",
    "reference",
    "tracing",
)


class Block(NamedTuple):
    """A code block. `follows` is the language of the block directly above it, if only blank lines are between."""

    language: str
    text: str
    line: int
    mark: str
    follows: str


def read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def blocks_of(page: str) -> list[Block]:
    """The code blocks of a page, in order."""
    text = read(page)
    found: list[Block] = []
    end = 0
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        between = text[end : match.start()].strip()
        mark = re.search(r"<!-- (\w+) -->\n\Z", text[: match.start()])
        follows = found[-1].language if found and not between else ""
        line = text.count("\n", 0, match.start(2)) + 1
        found.append(Block(match[1], match[2], line, mark[1] if mark else "", follows))
        end = match.end()
    return found


def pages_with(language: str, mark: str = "") -> list[str]:
    return [page for page in PAGES if any(b.language == language and b.mark == mark for b in blocks_of(page))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the examples use."""
    pytest.importorskip("pexpect", reason="pexpect is not installed")
    from tools.transcript import furnish

    furnish(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def installed() -> None:
    if not (Path(sysconfig.get_path("scripts")) / "dynaclient").exists():
        pytest.skip("the package is not installed here, so there is no command")


@pytest.mark.parametrize("page", pages_with("console"))
def test_commands_print_what_the_page_shows(page: str, folder: Path, installed: None) -> None:
    """Replayed in a terminal, by the installed command, against a sandbox that has just been started."""
    from tools.transcript import replay

    text = read(page)
    assert replay(text, folder) == text


@pytest.mark.parametrize("page", pages_with("python"))
def test_python_prints_what_the_page_shows(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block runs; where a text follows, it is what the block prints and raises, character for character."""
    monkeypatch.chdir(folder)
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL", "DYNACLIENT_OVERLAYS", "DYNACLIENT_SPEC"):
        monkeypatch.delenv(name, raising=False)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    blocks = [block for block in blocks_of(page) if not block.mark]
    with contextlib.ExitStack() as opened:
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if block.language == "yaml":
                (folder / "script.yaml").write_text(block.text, "utf-8")
            if block.language != "python":
                continue
            shown = following.text if following is not None and following.follows == "python" else None
            printed, error = run(page, block, namespace)
            for value in namespace.values():
                if isinstance(value, dynaclient.Client):
                    opened.callback(value.close)
            if shown is None:
                assert error is None, f"{page}:{block.line}: {error!r}"
                continue
            if error is not None:
                printed += f"{type(error).__name__}: {error}\n"
            assert printed == shown, f"{page}:{block.line}"


@pytest.mark.parametrize("page", pages_with("python", "pytest"))
def test_tests_on_a_page_pass(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run by pytest as a reader would, with the fixtures of the package."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "DYNACLIENT_SPEC", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # named below, whether it is installed or not
    blocks = [block for block in blocks_of(page) if block.mark == "pytest"]
    (folder / "test_page.py").write_text("\n\n".join(block.text for block in blocks), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "_dynaclient_pytest", "-W", "error", "test_page.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    count = sum(block.text.count("\ndef test_") for block in blocks)
    assert f"{count} passed" in done.stdout, done.stdout + done.stderr


def run(page: str, block: Block, namespace: dict[str, Any]) -> tuple[str, Exception | None]:
    """Execute a block; what it prints (without blanks at line ends and blank lines at the end), and what it raises."""
    code = compile(
        "\n" * (block.line - 1) + block.text, page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
    )
    error: Exception | None = None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            result = eval(code, namespace)
            if inspect.iscoroutine(result):
                asyncio.run(result)
        except dynaclient.DynaclientError as caught:
            error = caught
    text = re.sub(r"[ \t]+$", "", printed.getvalue(), flags=re.MULTILINE).strip("\n")
    return f"{text}\n" if text else "", error


@pytest.mark.slow  # mypy reads the whole package; tests/stubs checks more, in the everyday suite too
@pytest.mark.parametrize("page", pages_with("python", "types"))
def test_mypy_refuses_the_lines_that_the_page_says(page: str, folder: Path) -> None:
    """In a folder with the stub that the page writes."""
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    from dynaclient.stubs import write

    write(folder / "petstore.yaml", "Petstore", folder / "petstore.pyi")
    lines = [
        line for block in blocks_of(page) if block.mark == "types" for line in block.text.splitlines(keepends=True)
    ]
    (folder / "example.py").write_text("".join(lines))
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--follow-imports=silent", "example.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    refused = {int(number) for number in re.findall(r"^example\.py:(\d+): error:", done.stdout, re.MULTILINE)}
    assert refused == {number for number, line in enumerate(lines, 1) if "# refused" in line}, done.stdout


@pytest.mark.parametrize("page", pages_with("toml"))
def test_profiles_can_be_loaded(page: str, tmp_path: Path) -> None:
    """Each table in a block of TOML is a profile."""
    for block in blocks_of(page):
        if block.language == "toml":
            (tmp_path / "config.toml").write_text(block.text)
            names = re.findall(r"^\[profile\.(\w+)\]", block.text, re.MULTILINE)
            assert names
            for name in names:
                load_profile(name, {"DYNACLIENT_CONFIG": str(tmp_path / "config.toml")})


@pytest.mark.parametrize("page", pages_with("json"))
def test_configurations_start_a_server_that_exists(page: str) -> None:
    """The command of each server is parsed as the command line does."""
    from dynaclient.cli.mcp_command import mcp_command

    for block in (block for block in blocks_of(page) if block.language == "json"):
        for server in json.loads(block.text)["mcpServers"].values():
            assert server["command"] == "dynaclient"
            assert server["args"][0] == "mcp"
            options = {option for parameter in mcp_command.params for option in parameter.opts}
            assert options.issuperset(word for word in server["args"] if word.startswith("--"))


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_kind_that_is_tested(page: str) -> None:
    """So that no example escapes: a text follows a block of Python, or names classes that exist."""
    for block in blocks_of(page):
        assert block.language in LANGUAGES, f"{page}:{block.line}"
        if block.language == "text" and block.follows != "python":
            names = set(re.findall(r"\b[A-Z]\w+", block.text))
            assert names <= set(dynaclient.__all__), f"{page}:{block.line}"
            assert names, f"{page}:{block.line}: this text is the output of nothing"


@pytest.mark.parametrize("page", pages_with("sh"))
def test_commands_that_are_not_run_name_what_exists(page: str) -> None:
    """Tools, extras of the package, and subcommands."""
    for block in (block for block in blocks_of(page) if block.language == "sh"):
        for line in block.text.splitlines():
            words = line.partition("#")[0].split()
            if words[:2] == ["pip", "install"]:
                extra = re.fullmatch(r"'dynaclient\[(\w+)\]'", words[2])
                assert words[2] == "." or (extra and extra[1] in EXTRAS), line
            elif words[0].startswith("./"):
                assert (ROOT / words[0]).is_file(), line
            else:
                assert re.search(rf"dynaclient (--spec \S+ )?({'|'.join(COMMANDS)})\b", line), line


def test_extras_are_those_of_the_package() -> None:
    """What the pages may tell a reader to install."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert all(re.search(rf"^{extra} = \[", project, re.MULTILINE) for extra in EXTRAS)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link: the file exists, and so does the heading."""
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), f"{page}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in anchors, f"{page}: {target}"


def test_the_readme_links_to_every_page() -> None:
    """A reader of the README finds each of them."""
    assert [page for page in PAGES[1:] if f"]({page})" not in read("README.md")] == []


def test_the_readme_is_short_and_opens_with_the_two_commands() -> None:
    """A stranger sees how to try it and how to test it before anything else."""
    text = read("README.md")
    first = blocks_of("README.md")[0]
    assert [line.split()[0] for line in first.text.splitlines()] == ["./tools/demo", "./tools/test"]
    assert len(text.splitlines()) <= 200
