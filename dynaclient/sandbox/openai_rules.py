"""The rules of the OpenAI API by the names that the table `openai.yaml` has for them."""

from __future__ import annotations

from .asked import Rule
from .openai_media import images, moderation, speech, transcript, vectors
from .openai_search import search
from .openai_texts import chat, completion, response

_ALL: tuple[Rule, ...] = (chat, completion, response, vectors, moderation, transcript, speech, images, search)

RULES: dict[str, Rule] = {rule.__name__: rule for rule in _ALL}
"""Name → rule."""
