"""The parts of one sandbox, made from a document and wired together. Knows nothing about requests."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from ..document import Document
from ..errors import RequestError
from ..model import Operations
from .answers import Answers
from .asked import AskedRules
from .behaviour import Behaviour
from .clock import SandboxClock
from .declared_answers import DeclaredAnswers
from .docs_page import DocsPage
from .error_shape import ErrorShape
from .faults import Trouble, Troubles
from .idempotency import Idempotency
from .journal import Journal, credential_names
from .judge import Judge
from .memory import Memory
from .message import AnswerSource
from .model_file import corrected, table_for
from .openai_rules import RULES
from .options import SandboxOptions
from .preferred import Preferred
from .recognition import recognise
from .resource_store import ResourceStore
from .routes import Router
from .script_check import ScriptCheck
from .script_writer import ScriptWriter
from .scripting import Scripting
from .sending import Sending
from .signing import Signing
from .streams import Streams
from .text_formats import text_in_format
from .values import Values


class SandboxParts:
    """What one sandbox consists of."""

    def __init__(
        self, document: Document, options: SandboxOptions, signing: Signing, recorded: AnswerSource | None = None
    ) -> None:
        seed = options.seed
        self.recorded = recorded
        self.document = document
        self.operations = Operations(document)
        operations = tuple(self.operations.values())
        self.router = Router(operations)
        self.values = Values(document, seed, operations, letter=options.strict)
        self.judge = Judge(document, self.values, strict=options.strict, seed=seed)
        self.errors = ErrorShape(self.operations, self.values)
        self.answers = Answers(document, self.values)
        self.troubles = Troubles([_of_operation(item, self.operations) for item in options.trouble], seed)
        self.clock = SandboxClock(options.clock)
        self.model = corrected(document, self.operations, recognise(document, operations), options.model)
        self.docs = DocsPage(document, self.operations, self.model)
        self.journal = Journal(credential_names(document))
        self.memory = _opened(options.db, options.remember)
        self.idempotency = Idempotency(self.memory)
        self.store = ResourceStore(
            document,
            self.operations,
            self.model,
            self.values,
            self.memory,
            self.clock,
            seed=seed,
            unknown=options.unknown,
        )
        table = table_for(self.operations)
        rules = AskedRules(operations, table.get("answers", {}), RULES, text_in_format)
        self.behaviour = Behaviour(document, self.values, self.answers, self.memory, self.store, rules)
        self.streams = Streams(document, self.values, self.store, table.get("streams", {}))
        declared = DeclaredAnswers(self.answers, self.errors, self.values, seed)
        self.preferred = Preferred(declared)
        check = ScriptCheck(self.values, self.streams)
        writer = ScriptWriter(self.answers, declared, self.errors, self.streams, check)
        self.scripting = Scripting(document, self.operations, check, writer, self.behaviour.is_creation)
        self.sending = Sending(
            document, self.values, self.answers, options.allow_hosts, self.journal.visits, signing=signing
        )

    def reset(self) -> None:
        """Forget everything since they were made."""
        self.memory.clear()
        self.clock.reset()
        self.troubles.reset()
        self.preferred.reset()
        self.scripting.reset()
        self.sending.reset()
        self.journal.clear()
        if self.recorded is not None:
            self.recorded.reset()


def _of_operation(trouble: Trouble, operations: Operations) -> Trouble:
    """The fault with the operationId that it affects, which may be given as its snake_case alias.

    Raises:
        UnknownOperation: the document does not have it.
    """
    if trouble.operation is None:
        return trouble
    name = operations.aliases.get(trouble.operation, trouble.operation)
    return replace(trouble, operation=operations[name].operation_id)


def _opened(db: str, remember: bool) -> Memory:
    """The database.

    Raises:
        RequestError: the file cannot be opened, or is not a database of a sandbox.
    """
    try:
        return Memory(db, remember=remember)
    except sqlite3.Error as error:
        raise RequestError(f"db={db!r} cannot be used: {error}") from error
