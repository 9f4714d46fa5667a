"""An example as a curl command. The request is what the client would send; keys come from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import DynaclientError
from ..model import Operation
from ..model.media_types import family_of
from ..request.curl import CurlWriter, ShellCredential
from .examples import Example, File, answer_file, stand_in
from .setting import FALLBACK_URL, Setting, variables_of
from .shell import wrapped


def write_curl(setting: Setting, operation: Operation, example: Example) -> str:
    """The same request with curl, for a POSIX shell; keys come from the environment."""
    is_openai = setting.is_openai(operation)
    credentials = []
    for number, scheme in enumerate(setting.needed(operation)):
        names = variables_of(scheme, is_openai=is_openai)
        parts = tuple(f"${{{name}}}" for name in names)
        credentials.append(ShellCredential(scheme, number, parts, ":".join(f"${name}" for name in names)))
    try:
        request = _prepared(setting, operation, example, {c.scheme.key: c.value for c in credentials})
    except DynaclientError as error:
        return f"# {operation.operation_id} cannot be shown: {str(error).splitlines()[0]}"
    words = CurlWriter(credentials, for_reading=True).words(
        request,
        [credential.scheme.key for credential in credentials],
        show=family_of(example.media_type).show,
        body_file=example.body.name if isinstance(example.body, File) else None,
    )
    file = answer_file(operation, example)
    return wrapped([*words, *([f"--output {file}"] if file else [])])


def _prepared(setting: Setting, operation: Operation, example: Example, credentials: Mapping[str, Any]) -> Any:
    client = setting.client.with_options(credentials=False).with_options(
        credentials=credentials or False, validate=False, content_type=example.media_type or None
    )
    if setting.needs_base_url(operation):
        client = client.with_options(base_url=FALLBACK_URL)
    arguments = {f"{a.location}:{a.name}": stand_in(a.value) for a in example.arguments}
    return client.prepare(operation.operation_id, arguments, body=stand_in(example.body))
