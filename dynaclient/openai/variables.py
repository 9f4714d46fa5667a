"""The environment variables for the OpenAI API, and the key that each security scheme uses."""

from __future__ import annotations

import os
from collections.abc import Mapping

KEY = "OPENAI_API_KEY"
ADMIN_KEY = "OPENAI_ADMIN_KEY"
ORGANIZATION = "OPENAI_ORG_ID"
PROJECT = "OPENAI_PROJECT_ID"
WEBHOOK_SECRET = "OPENAI_WEBHOOK_SECRET"  # the name of the variable
BASE_URL = "OPENAI_BASE_URL"
OVERLAYS = "DYNACLIENT_OVERLAYS"


def overlays_of_variable(variables: Mapping[str, str]) -> list[str]:
    """The overlays that DYNACLIENT_OVERLAYS names: paths and addresses, separated as in PATH."""
    found: list[str] = []
    for part in variables.get(OVERLAYS, "").split(os.pathsep):
        if found and _continues(found[-1], part):
            found[-1] += os.pathsep + part
        elif part.strip():
            found.append(part.strip())
    return found


def _continues(address: str, part: str) -> bool:
    """Whether the separator before a part is the colon of an address: after its scheme, or before its port."""
    if address in ("http", "https"):
        return part.startswith("//")
    scheme, slashes, rest = address.partition("://")
    return bool(slashes) and scheme in ("http", "https") and "/" not in rest and part[:1].isdigit()


def key_variable(scheme: str) -> str:
    """The variable with the key for a security scheme: the admin key if its name says so."""
    return ADMIN_KEY if "admin" in scheme.lower() else KEY
