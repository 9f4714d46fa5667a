"""The OpenAI client: its environment variables, its two keys, its headers, its bundled description."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dynaclient import DocumentError, MissingCredentials, OpenAI, RequestError, UnknownOperation
from dynaclient.openai import bundled_description

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "specs"
OPERATIONS = 289


class Recorder:
    """An application that answers anything with an empty object."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        headers = {k[5:].replace("_", "-").title(): v for k, v in environ.items() if k.startswith("HTTP_")}
        self.seen.append({"line": f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", **headers})
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]


CHAT: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def sent(client: OpenAI, operation_id: str, **arguments: Any) -> dict[str, str]:
    """The headers of a prepared call that the client itself is responsible for."""
    headers = client.prepare(operation_id, **arguments).headers
    names = ("Authorization", "OpenAI-Organization", "OpenAI-Project", "OpenAI-Beta")
    return {name: str(headers[name]) for name in names if name in headers}


def test_the_bundled_description_has_its_operations() -> None:
    """All of them, each with an attribute."""
    client = OpenAI()
    assert len(client.operations) == OPERATIONS
    assert repr(client) == f"<OpenAI for 'OpenAI API 1.0.0', {OPERATIONS} operations>"
    assert all(hasattr(client, name) for name in client.operations)
    assert bundled_description() == ROOT / "spec" / "openapi.yaml"


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trailing line break is not part of it: keys are read from files."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env\n")
    client = OpenAI()
    assert sent(client, "listModels") == {"Authorization": "Bearer sk-env"}
    assert client.prepare("listModels").url == "https://api.openai.com/v1/models"


def test_an_argument_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """For every variable; also where it is empty, which is not the same as not given."""
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "env")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://env.example/v1")
    client = OpenAI(
        api_key="sk-arg", admin_key="sk-adm", organization="org", project="proj", base_url="https://arg.example/v2"
    )
    assert sent(client, "listModels") == {
        "Authorization": "Bearer sk-arg",
        "OpenAI-Organization": "org",
        "OpenAI-Project": "proj",
    }
    assert sent(client, "list-users")["Authorization"] == "Bearer sk-adm"
    assert client.prepare("listModels").url == "https://arg.example/v2/models"
    assert sent(OpenAI(organization="", project=""), "listModels") == {"Authorization": "Bearer env"}
    with pytest.raises(MissingCredentials):
        OpenAI(api_key="").prepare("listModels")


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that people have set already; empty ones count as not set."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://gateway.example/openai/v1/")
    monkeypatch.setenv("DYNACLIENT_SPEC", "")
    client = OpenAI()
    assert sent(client, "listModels") == {
        "Authorization": "Bearer sk",
        "OpenAI-Organization": "org-1",
        "OpenAI-Project": "proj-1",
    }
    assert client.prepare("listModels").url == "https://gateway.example/openai/v1/models"


def test_each_operation_gets_the_key_of_its_scheme() -> None:
    """The admin key goes to organization and projects, the ordinary one everywhere else."""
    client = OpenAI(api_key="sk-ordinary", admin_key="sk-admin")
    keys = {"Bearer sk-ordinary": "ordinary", "Bearer sk-admin": "admin"}
    for name, operation in client.operations.items():
        arguments = {p.name: "x" for p in operation.parameters if p.location == "path"}
        request = client.with_options(validate=False).prepare(name, arguments)
        expected = "admin" if operation.path.startswith(("/organization", "/projects")) else "ordinary"
        assert keys[str(request.headers["Authorization"])] == expected, name


@pytest.mark.parametrize(
    ("given", "operation_id", "said"),
    [
        pytest.param({}, "listModels", "Set OPENAI_API_KEY, or pass api_key=…", id="none"),
        pytest.param({"api_key": "sk"}, "list-users", "Set OPENAI_ADMIN_KEY, or pass admin_key=…", id="the other one"),
    ],
)
def test_a_missing_key_says_what_to_set(given: dict[str, str], operation_id: str, said: str) -> None:
    """The variable that this operation needs, the sandbox, and that nothing was sent."""
    app = Recorder()
    with pytest.raises(MissingCredentials) as caught:
        OpenAI(app=app, **given).call(operation_id)
    text = str(caught.value)
    assert said in text
    assert "OpenAI.sandbox() needs neither" in text
    assert "Nothing was sent" in text
    assert app.seen == []


BETA = {"OpenAI-Beta": "assistants=v2"}


@pytest.mark.parametrize(
    ("assistants", "on_threads", "on_vector_stores", "on_models"),
    [
        pytest.param(None, BETA, BETA, {}, id="None: where it is needed"),
        pytest.param(True, BETA, BETA, BETA, id="True: everywhere"),
        pytest.param(False, {}, {}, {}, id="False: nowhere"),
    ],
)
def test_the_header_of_the_assistants(assistants: Any, on_threads: Any, on_vector_stores: Any, on_models: Any) -> None:
    """Vector stores are part of them for the service."""
    client = OpenAI(api_key="k", assistants=assistants).with_options(credentials=False)
    assert sent(client, "createThread") == on_threads
    assert sent(client, "listVectorStores") == on_vector_stores
    assert sent(client, "listModels") == on_models


@pytest.mark.parametrize("assistants", [None, False])
def test_the_header_of_chatkit(assistants: Any) -> None:
    """It goes by itself, whatever was decided about the assistants."""
    client = OpenAI(api_key="k", assistants=assistants).with_options(credentials=False)
    assert sent(client, "ListThreadsMethod") == {"OpenAI-Beta": "chatkit_beta=v1"}
    assert sent(client, "createResponse", input="Hi") == {}
    assert sent(client, "create-realtime-session", body={}) == ({} if assistants is False else BETA)


def test_a_header_of_the_caller_beats_ours() -> None:
    """Another version of the assistants, or none."""
    client = OpenAI(credentials=False, headers={"openai-beta": "assistants=v3"})
    assert client.prepare("createThread").headers["OpenAI-Beta"] == "assistants=v3"
    assert "OpenAI-Beta" not in client.with_options(headers={"OpenAI-Beta": None}).prepare("createThread").headers
    plain = OpenAI(credentials=False, organization="a", headers={"OpenAI-Organization": "b"})
    assert sent(plain, "listModels") == {"OpenAI-Organization": "b"}


def test_credentials_by_scheme_are_laid_over_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them is silently dropped; False sends none."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    (ordinary,) = OpenAI().operations["listModels"].security[0]
    (admin,) = OpenAI().operations["list-users"].security[0]
    client = OpenAI(credentials={admin: "sk-adm"})
    assert sent(client, "listModels") == {"Authorization": "Bearer sk-env"}
    assert sent(client, "list-users") == {"Authorization": "Bearer sk-adm"}
    assert sent(OpenAI(credentials={ordinary: "sk-own"}), "listModels") == {"Authorization": "Bearer sk-own"}
    assert sent(OpenAI(credentials=False), "listModels") == {}
    for wrong in (True, "sk-text"):
        with pytest.raises(RequestError, match="credentials= must be a mapping") as caught:
            OpenAI(credentials=wrong)  # type: ignore[arg-type]
        assert "sk-text" not in str(caught.value)


def test_a_sandbox_needs_no_key() -> None:
    """An embedded server made from the description answers; nothing leaves the process."""
    models = OpenAI.sandbox().listModels()
    assert (models.status_code, models["object"]) == (200, "list")


SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Another", "version": "2"},
    "servers": [{"url": "https://new.example/v9"}],
    "components": {"securitySchemes": {"ApiKeyAuth": {"type": "http", "scheme": "bearer"}}},
    "security": [{"ApiKeyAuth": []}],
    "paths": {"/new": {"get": {"operationId": "newOperation", "responses": {}}}},
}


def test_another_description_takes_the_same_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an argument, or named in the environment; the argument wins."""
    path = tmp_path / "openapi-new.json"
    path.write_text(json.dumps(SMALL))
    monkeypatch.setenv("DYNACLIENT_SPEC", str(path))
    client = OpenAI(api_key="sk")
    assert list(client.operations) == ["newOperation"]
    assert client.prepare("newOperation").url == "https://new.example/v9/new"
    assert sent(client, "newOperation") == {"Authorization": "Bearer sk"}
    assert list(OpenAI(SMALL | {"paths": {}}).operations) == []
    assert len(OpenAI(bundled_description()).operations) == OPERATIONS
    with pytest.raises(UnknownOperation):
        client.call("listModels")


@pytest.mark.parametrize("document", [{}, b"", ""], ids=["mapping", "bytes", "path"])
def test_an_empty_document_is_not_the_bundled_one(document: Any) -> None:
    """Given is given, even if nothing is in it."""
    with pytest.raises(DocumentError):
        OpenAI(document)


def test_a_description_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that the environment names, too."""
    monkeypatch.setenv("DYNACLIENT_SPEC", "/no/such/spec.yaml")
    with pytest.raises(DocumentError, match=r"/no/such/spec\.yaml"):
        OpenAI()


def test_a_wrong_base_url_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any call."""
    monkeypatch.setenv("OPENAI_BASE_URL", "api.openai.com")
    with pytest.raises(RequestError, match="base_url must be an absolute URL"):
        OpenAI()


def test_a_copy_stays_an_openai_client() -> None:
    """With its keys and its header."""
    copy = OpenAI(api_key="sk", assistants=True).with_options(timeout=5)
    assert type(copy) is OpenAI
    assert sent(copy, "createThread") == {"Authorization": "Bearer sk", **BETA}


def test_a_call_goes_out_whole() -> None:
    """By exact id, by alias, by `call`."""
    app = Recorder()
    client = OpenAI(app=app, api_key="sk", base_url="http://h/v1")
    for call in (client.createChatCompletion, client.create_chat_completion):
        assert call(**CHAT).data == {}
    client.call("createChatCompletion", CHAT)
    assert [(seen["line"], seen["Authorization"]) for seen in app.seen] == [
        ("POST /v1/chat/completions", "Bearer sk")
    ] * 3


@pytest.mark.parametrize(("name", "count"), [("openai-2024-10.yaml", 94), ("openai-2026-08.yaml", 288)])
def test_the_publishers_descriptions_work_unmodified(name: str, count: int) -> None:
    """No operation is lost; chat, createRun and createThreadAndRun are valid on both."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path.relative_to(ROOT.parent)} is not beside this checkout")
    app = Recorder()
    client = OpenAI(path, app=app, api_key="sk", base_url="http://h/v1")
    assert len(client.operations) == count
    client.createChatCompletion(**CHAT)
    client.createRun(thread_id="thread_1", assistant_id="asst_1")
    client.createThreadAndRun(assistant_id="asst_1")
    assert [seen["line"] for seen in app.seen] == [
        "POST /v1/chat/completions",
        "POST /v1/threads/thread_1/runs",
        "POST /v1/threads/runs",
    ]
    assert [seen.get("Openai-Beta") for seen in app.seen] == [None, "assistants=v2", "assistants=v2"]


def test_the_description_is_found_beside_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel has `spec` inside the package; a checkout has it beside."""
    monkeypatch.setattr("dynaclient.openai.bundled._PACKAGE", tmp_path)
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    assert bundled_description() == tmp_path / "spec" / "openapi.yaml"
    assert len(OpenAI().operations) == OPERATIONS
