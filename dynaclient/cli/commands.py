"""The name of the program and the table of its commands."""

from __future__ import annotations

PROGRAM = "dynaclient"

COMMANDS = {
    "list": "list_commands:list_command",
    "show": "show_command:show_command",
    "search": "list_commands:search_command",
    "call": "call_command:call_command",
    "explain": "explain_command:explain_command",
    "check": "documents:check_command",
    "bundle": "documents:bundle_command",
    "diff": "diff_command:diff_command",
    "lock": "lock_command:lock_command",
    "drift": "drift_command:drift_command",
    "reference": "write_commands:reference_command",
    "stubs": "write_commands:stubs_command",
    "sandbox": "sandbox_command:sandbox_command",
    "cache": "cache_command:cache_command",
    "completion": "completion:completion_command",
    "__complete": "completion:complete_command",
}
"""Name → location; a module is loaded only when its command is used."""
