"""The name of the program, the table of its commands, and the words that mean something without being one."""

from __future__ import annotations

PROGRAM = "dynaclient"

COMMANDS = {
    "list": "list_commands:list_command",
    "show": "show_command:show_command",
    "search": "list_commands:search_command",
    "call": "call_command:call_command",
    "request": "request_command:request_command",
    "bulk": "bulk_command:bulk_command",
    "pull": "pull_command:pull_command",
    "edit": "edit_command:edit_command",
    "explain": "explain_command:explain_command",
    "login": "login_commands:login_command",
    "logout": "login_commands:logout_command",
    "whoami": "login_commands:whoami_command",
    "token": "login_commands:token_command",
    "check": "documents:check_command",
    "bundle": "documents:bundle_command",
    "diff": "diff_command:diff_command",
    "overlay": "overlay_command:overlay_command",
    "lock": "lock_command:lock_command",
    "drift": "drift_command:drift_command",
    "verify": "verify_command:verify_command",
    "proxy": "proxy_command:proxy_command",
    "reference": "write_commands:reference_command",
    "stubs": "write_commands:stubs_command",
    "sandbox": "sandbox_command:sandbox_command",
    "listen": "listen_command:listen_command",
    "webhook": "webhook_command:webhook_command",
    "mcp": "mcp_command:mcp_command",
    "tools": "tools_command:tools_command",
    "skill": "tools_command:skill_command",
    "cache": "cache_command:cache_command",
    "completion": "completion:completion_command",
    "__complete": "completion:complete_command",
}
"""Name → location; a module is loaded only when its command is used."""

FIRST = frozenset((
    "list", "show", "search", "call", "explain", "check", "bundle", "reference", "stubs", "sandbox", "cache",
    "completion", "__complete",
))  # fmt: skip
"""Commands that win over an operation of their name: `dynaclient call list` calls the operation.

Every other command gives way to the operation, which its name has always called: `dynaclient --command NAME` runs it.
"""

FAMILIAR = frozenset(("help", "mock", "test"))
"""Words that other programs use for a command; `words.py` says what each means. They give way to an operation too."""
