"""One direction, one folder per stage: who imports whom, who opens anything, and what loading costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dynaclient"
MODULES = sorted(PACKAGE.rglob("*.py"))

ORDER = (
    ("_support", "_version", "errors", "types"),
    ("search",),
    ("document",),
    ("schema",),
    ("model",),
    ("xml",),
    ("webhooks",),
    ("credentials",),
    ("request",),
    ("transport",),
    ("response",),
    ("client",),
    ("typed",),
    ("openai",),
    ("sandbox", "bulk", "swap", "editing", "caching", "tracing"),
    ("recording",),
    ("verify",),
    ("reference", "stubs"),
    ("mcp",),
    ("cli",),
    ("__main__",),
)
"""The stages of the design, each with what stands on its level; a stage imports itself and those above it only."""

NOT_OF_THE_SANDBOX = frozenset(("xml", "request", "transport", "response"))
"""Client and server are two implementations: the sandbox shares none of these with the client."""

STUB = "openai_types"
"""The types of the bundled description: made by `tools/build-reference`, read by type checkers only, and no module."""

LEVELS = {name: level for level, names in enumerate(ORDER) for name in names}


def stage_of(path: Path) -> str:
    """The folder, or the module at the top, that a file belongs to; a `__main__.py` starts a program in any folder."""
    if path.name == "__main__.py":
        return "__main__"
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    """The module's name within the package; that of a folder for its `__init__.py`."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


NAMES = {name_of(path): path for path in MODULES}


def imports_of(path: Path, *, at_run_time: bool = False) -> Iterator[tuple[int, str]]:
    """(line, module) of all that a file imports: early, late, for type checkers alone and in their `else:`.

    Args:
        at_run_time: leave out what only type checkers read.
    """
    package = ("dynaclient", *path.relative_to(PACKAGE).parts[:-1])
    tree = ast.parse(path.read_text("utf-8"))
    for_checkers = {
        inner
        for node in ast.walk(tree)
        if at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if node in for_checkers:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                within = f"{module}.{alias.name}".removeprefix("dynaclient.")
                yield node.lineno, f"dynaclient.{within}" if within in NAMES else module


def wrong_imports(path: Path) -> list[str]:
    """The imports of a module that lead to a stage it may not know."""
    stage, wrong = stage_of(path), []
    for line, name in imports_of(path):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top != "dynaclient" or rest == "" or other == STUB:
            continue
        on_the_ground = LEVELS[stage] == LEVELS[other] == 0
        if not (other == stage or on_the_ground or LEVELS[other] < LEVELS[stage]):
            wrong.append(f"line {line}: {other}")
        if stage == "sandbox" and other in NOT_OF_THE_SANDBOX:
            wrong.append(f"line {line}: {other}")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_its_own_stage_and_those_above_it(path: Path) -> None:
    """Late imports and those for type checkers count too: a reader has to follow them all the same."""
    stage = stage_of(path)
    if stage == "__init__":
        return
    assert stage in LEVELS, f"{stage} has no place in the order of stages"
    assert wrong_imports(path) == [], f"{path.name} imports what comes after it"


def circles(imports: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The modules that import one another, however long the way round (Tarjan's strongly connected components)."""
    found: list[list[str]] = []
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        index[name] = lowest[name] = len(index)
        path.append(name)
        for other in imports[name]:
            if other not in index:
                visit(other)
            if other in path:
                lowest[name] = min(lowest[name], lowest[other])
        if lowest[name] == index[name]:
            members = path[path.index(name) :]
            del path[path.index(name) :]
            if len(members) > 1:
                found.append(sorted(members))

    for name in imports:
        if name not in index:
            visit(name)
    return found


def test_no_modules_import_one_another() -> None:
    """In no form: early, late, for type checkers alone, or within a stage."""
    imports = {
        name: {
            other.removeprefix("dynaclient.")
            for _, other in imports_of(path)
            if other.removeprefix("dynaclient.") in NAMES and other.removeprefix("dynaclient.") != name
        }
        for name, path in NAMES.items()
    }
    assert circles(imports) == []


def test_circles_are_found() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [["a", "b", "c"]]
    assert circles({"a": ["b"], "b": [], "c": ["a", "b"]}) == []


def test_no_module_imports_the_package_by_its_absolute_name() -> None:
    """The order is read from relative imports; an absolute one would escape it."""
    absolute = [
        f"{path.name}: {name}"
        for path in MODULES
        for _, name in imports_of(path)
        if name.split(".")[0] == "dynaclient" and f"from {name}" in path.read_text("utf-8")
    ]
    assert absolute == []


OPENERS = {
    "socket",
    "requests",
    "urllib3",
    "http.client",
    "http.server",
    "urllib.request",
    "ssl",
    "subprocess",
    "tempfile",
}
MAY_OPEN = {
    "_support/whole_file.py": {"open"},  # the one writer of files
    "bulk/cluster/local_workers.py": {"open", "subprocess", "tempfile"},  # processes, and their logs
    "bulk/cluster/places.py": {"tempfile"},  # what is on its way to or from an address
    "bulk/cluster/returned_rows.py": {"requests"},  # the class of an answer that a worker has received
    "bulk/cluster/run_folder.py": {"tempfile"},
    "bulk/cluster/work.py": {"tempfile"},  # rows that do not fit, until the end
    "bulk/files.py": {"open"},  # the input and output of bulk jobs
    "caching/folder.py": {"open"},  # answers, and the key of their names
    "credentials/store.py": {"open"},  # the tokens of people, and the lock between processes
    "document/cache.py": {"open"},  # compiled documents
    "document/retrieve.py": {"open", "urllib.request"},  # of urllib only url2pathname, on Windows
    "document/web.py": {"requests", "urllib3", "socket"},
    "request/writing/files.py": {"open"},  # the file parts that a caller names by path
    "mcp/audit.py": {"open"},  # the file of its own lines
    "mcp/collecting.py": {"open"},  # answers that are saved in the folder for files
    "mcp/http.py": {"socket"},  # the server's own side
    "model/schemes.py": {"requests"},  # HTTPDigestAuth, a handler that the sending session calls
    "recording/har_file.py": {"open"},  # the file of a recording, which grows at its end
    "swap/shared_file.py": {"open"},  # locks, and what plugins noted
    "verify/answers.py": {"requests"},  # the class of a recorded answer
    "verify/forwarding.py": {"requests", "urllib3"},  # a proxy's other side
    "sandbox/docs_page.py": {"open"},  # a page of the package itself
    "sandbox/model_file.py": {"open"},  # the corrections that a caller names by path, and the package's own table
    "sandbox/http_server.py": {"socket"},  # the server's own side
    "sandbox/worker_pool.py": {"socket"},  # its connections, closed with it
    "sandbox/deliveries.py": {"http.client"},  # webhooks and callbacks, which a server sends
    "sandbox/script_file.py": {"open"},  # the scripts that a caller names by path
}
"""Module → what of the above it may use, besides `transport/`."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_transport_and_retrieve_open_anything(path: Path) -> None:
    """No socket and no file elsewhere, but for the file parts that a caller passes by path."""
    name = path.relative_to(PACKAGE).as_posix()
    if name.startswith(("transport/", "cli/", "reference/", "stubs/")):  # the last three are programs: all rim
        return
    imported = [module for _, module in imports_of(path, at_run_time=True)]
    found = {opener for module in imported for opener in OPENERS if f"{module}.".startswith(f"{opener}.")}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("open", "io.open", "os.open") or called.endswith((".read_text", ".read_bytes", ".urlopen")):
                found.add("open")
    assert found <= MAY_OPEN.get(name, set())


def loaded_after(program: str) -> set[str]:
    """The modules that a fresh process has loaded when the program is done."""
    watched = ("requests", "yaml", "jsonschema", "jsonschema_rs", "openapi_core", "urllib3", "werkzeug", "referencing")
    program += f"\nimport sys; print([name for name in {watched!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


OPERATION = {"operationId": "a", "parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}}]}
DOCUMENT = {"openapi": "3.1.0", "paths": {"/a": {"get": OPERATION}}}

COSTS = [
    pytest.param("import dynaclient", set(), id="importing the package"),
    pytest.param("import dynaclient; dynaclient.Client; dynaclient.OpenAI", set(), id="naming the clients"),
    pytest.param(
        f"from dynaclient import Client; c = Client({DOCUMENT}); print(list(c.operations), c.operations['a'])",
        set(),
        id="listing operations",
    ),
    pytest.param(
        "from dynaclient import OpenAI; print(len(OpenAI(api_key='k').operations), dir(OpenAI(api_key='k')))",
        {"yaml"},
        id="listing the operations of the bundled description",
    ),
    pytest.param(
        f"from dynaclient import Client; c = Client({DOCUMENT}, base_url='http://h'); print(c.validate('a', q=1))",
        set(),
        id="checking a valid call",
    ),
    pytest.param(
        f"from dynaclient import Client; c = Client({DOCUMENT}, base_url='http://h'); print(c.validate('a', q='x'))",
        {"jsonschema_rs"},
        id="explaining what is wrong with one",
    ),
]


@pytest.mark.parametrize(("program", "expected"), COSTS)
def test_what_is_not_used_is_not_loaded(program: str, expected: set[str]) -> None:
    """Source: the design, section 4: each engine loads when it is first needed."""
    assert loaded_after(program) == expected
