"""The library's texts with the command line's options instead of Python's arguments. Knows nothing about errors."""

from __future__ import annotations

import re
from typing import Any

from .commands import PROGRAM

_IN_PYTHON = (
    ("base_url='https://…'", "--base-url https://…"),
    (
        "until= may also name a JSON Pointer such as '/job/status', or be a function of the response",
        "--until may also name a JSON Pointer, as in --until /job/status=done",
    ),
    ("; iterate the answer of `call`", "; leave --until out"),
    ("; response.data reads it", ""),
    ("Name it: client.poll('OPERATION', …)", "Call the operation that reads it, with --until"),
    ("until= must", "--until must"),
    ('; record it with mode="once"', "; --record makes one"),
    ("record it again with a larger max_body=", "a program records it with a larger max_body of Recording"),
    ("; use `call`. If", "; `call` without --all prints it. If"),
    (" (timeout=)", ""),
    (" (deadline=)", ""),
    (
        "with_options(stream=True) leaves it to response.save(path) or response.iter_bytes()",
        "-o FILE writes it as it arrives",
    ),
    ("(max_body=)", "(max_body in the profile)"),
    ("(verify= names the authorities to trust)", "(`verify` in the profile names the authorities to trust)"),
    ("rate= must be", "--rate must be"),
    ("; read the body with response.iter_bytes()", ""),
    ("retries= must be a whole number from 0 or a RetryPolicy", "--retries must be a whole number from 0"),
    ("rule={'items': '/…'}", "--page-rule items=/…"),
    ("rule={'empty_pages': True}", "--page-rule empty_pages=true"),
    ("rule={'kind': …, 'parameter': …}", "--page-rule kind=… --page-rule parameter=…"),
    ("rule= has no field", "--page-rule has no field"),
    ("a page rule's kind is", "the kind of --page-rule is"),
    (" needs parameter=, which selects the page", " needs --page-rule parameter=NAME, which selects the page"),
    ("leave them out with skip_bad=True", "leave them out with --skip-bad"),
    (
        "Pass worker_credentials=, a function that finds them there",
        "Name their place there with --credential SCHEME=SOURCE",
    ),
    (
        "pass worker_credentials=, a function that finds them there",
        "name another place there with --credential SCHEME=SOURCE",
    ),
    ("send them with client.with_options(pickle_credentials=True)", "send them with --send-credentials"),
    ("workers= must be from", "--workers must be from"),
    ("order= must be 'finished' or 'input'", "--order must be finished or input"),
    ("max_failures= must be", "--max-failures must be"),
    ("more than max_failures=", "more than --max-failures "),
    (
        "order=, form= and resend_unknown= are about the output: name it with into=",
        "--order, --format and --resend-unknown are about the output: name it with --out",
    ),
    ("say its form with form=", "say its form with --format"),
    (", or 'auto', not", ", or auto, not"),
    (
        "what is new with since=, or the one that names an item with key=",
        "what is new with --since, or an item with --key",
    ),
    ("since= needs state=, the file", "--since needs --state FILE, the file"),
    ("since_param= needs since=: the field", "--since-param needs --since: the field"),
    ("form= is about the output: name it with into=", "--format is about the output: name it with -o FILE"),
    (", which since= names", ", which --since names"),
    (", which key= names", ", which --key names"),
    ("since_param=", "--since-param "),
    ("body= is the whole body", "-b gives the whole body"),
    ("leave body= out", "leave -b out"),
    ("the whole of it as body=", "the whole of it with -b"),
    ("body={} sends an empty one", "-b '{}' sends an empty one"),
    ("body=[] sends an empty one", "-b '[]' sends an empty one"),
    ("query=:", "--query:"),
    ("base_url must be", "the base URL must be"),
    ("content_type= must be", "--content-type must be"),
    ("timeout= must be seconds above 0, a pair (to connect, between bytes) or None", "timeout must be seconds above 0"),
    ("max_body= must be a whole number of bytes from 0, or None for no limit", "max_body must be a number of bytes"),
    ("; allow it with allow_references=[…] if you trust it", "; copy it there if you trust it"),
    ("Pass bytes to send content", "NAME@FILE uploads a file, NAME@- standard input"),
    ("(base_url overrides", "(the base URL that you gave overrides"),
    (" See client.operations, or search with client.operations.search(…).", ""),
    ("give the client its path or URL, as in Client('newer.yaml')", "--spec takes its path or URL"),
    (
        "send the request itself with client.request('POST', '/path', json={…})",
        f"send any request with `{PROGRAM} request POST /path`",
    ),
    ("the path of client.request has", "the path of a request has"),
    (". response.content has its bytes", ""),
    ("files= is a folder", "--files is a folder"),
    ("allow= has", "--allow has"),
    ("deny= has", "--deny has"),
    ("read_only= has", "--read-only-operation has"),
    ("tags= has", "--tag has"),
    ("allow=, deny= and tags= together", "--allow, --deny and --tag together"),
    ("budget= is a number of tokens", "--budget is a number of tokens"),
    ("more than budget= allows", "more than --budget allows"),
    ("Choose fewer with operations=", "Choose fewer with --operation"),
    (
        "lets other machines in: give a token that they have to send",
        "lets other machines in: set DYNACLIENT_MCP_TOKEN to a token that they have to send",
    ),
    ("the token has to have", "the token in DYNACLIENT_MCP_TOKEN has to have"),
    ("or pass client_secret= to OAuth(…) for", "or set DYNACLIENT_CLIENT_SECRET for"),
    ("or pass flow='clientCredentials' to OAuth(…) for", "or set flow in the profile to clientCredentials for"),
    ("pass flow='authorizationCode' to OAuth(…)", "set flow in the profile to authorizationCode"),
    (
        "check client_id= and client_secret=, and client_authentication= (",
        "check the client's id, DYNACLIENT_CLIENT_SECRET, and client_authentication in the profile (",
    ),
    ("name the scopes with scopes=", "name others as scopes in the profile"),
    ("allow it at the authorization server, or name another with flow=", "allow it there, or set flow in the profile"),
    ("name another grant with flow=", "set flow in the profile"),
    ("check audience= and resource=", "check audience and resource in the profile"),
    ("unconditional=True writes all the same", "--unconditional writes all the same"),
    ("name it with read='OPERATION'", "name it with --read OPERATION"),
    ("read= must be", "--read must be"),
    (
        "error.yours, error.theirs and error.before have the values; edit it again from what it is now",
        "Edit it again from what it is now",
    ),
    ("leave compress= out", "leave --compress out"),
    ("change it in the block, as in value['name'] = …", "change it in the editor"),
    ("Pass token_url= or issuer= to OAuth(…)", "Set token_url or issuer in the profile"),
    ("Pass authorization_url= or issuer= to OAuth(…)", "Set authorization_url or issuer in the profile"),
    ("Pass device_authorization_url= or issuer= to OAuth(…)", "Set device_authorization_url or issuer in the profile"),
)
"""Translates the library's advice from Python to the command line."""

_OPTIONS = {
    **{
        name: f"--{name.replace('_', '-')} {{}}"
        for name in ("timeout", "deadline", "retries", "rate", "base_url", "content_type")
    },
    "stream": "--stream",
    "headers": "--header 'NAME: VALUE'",
    "extra_headers": "--header 'NAME: VALUE'",
    "query": "--query NAME=VALUE",
    "extra_query": "--query NAME=VALUE",
    "credentials": "--credential SCHEME=SOURCE",
    "validate": "--no-validate",
}
"""Option of the library → that of the command line; the others are settings of a profile."""


def _option(found: re.Match[str]) -> str:
    value = found[2].strip("'")
    return _OPTIONS.get(found[1], f"{found[1]} in the profile").format("…" if value == "None" else value)


_PATTERNS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"(?:client\.)?with_options\((\w+)=([^()]*)\)(?:\.call\(…\))?"), _option),
    (
        re.compile(r"until=\{'([^']+)': (?:\[\.\.\.\]|'([^']+)')\}"),
        lambda found: f"--until {found[1]}={found[2] or 'VALUE'}",
    ),
    (re.compile(r'"((?:path|query|header|cookie):[^"]+)" \(\w+=\)'), r"\1=…"),
    (re.compile(r"; pass server_variables=\{.*?\}"), "; --base-url URL gives the whole address"),
    (
        re.compile(r"write client\.edit\(([^()]*), …\)"),
        lambda found: f"name {found[1].replace(chr(39), '')} instead",
    ),
    (re.compile(r"read='(\w+)'(:| does)"), r"--read \1\2"),
    (re.compile(r"Pass it yourself: response\.follow\(.*\)"), "Call that operation yourself, with the value"),
    (re.compile(r"^db=('[^']*' cannot be used)"), r"--db \1"),
    (re.compile(r", from body= \("), ", from -b ("),
    (re.compile(r"has no pages; leave --until out"), "has no pages; `call` without --all prints them"),
    (re.compile(r"(a stream (?:has no pages|is not polled)[^:]*: leave \w+)=True out"), r"\1=true out"),
)
"""The same for texts with names in them."""


def in_own_words(text: str) -> str:
    """The library's text with the command line's options instead of Python's arguments."""
    for python, here in _IN_PYTHON:
        text = text.replace(python, here)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text
