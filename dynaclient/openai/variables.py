"""The environment variables for the OpenAI API, and the key that each security scheme uses."""

KEY = "OPENAI_API_KEY"
ADMIN_KEY = "OPENAI_ADMIN_KEY"
ORGANIZATION = "OPENAI_ORG_ID"
PROJECT = "OPENAI_PROJECT_ID"
BASE_URL = "OPENAI_BASE_URL"


def key_variable(scheme: str) -> str:
    """The variable with the key for a security scheme: the admin key if its name says so."""
    return ADMIN_KEY if "admin" in scheme.lower() else KEY
