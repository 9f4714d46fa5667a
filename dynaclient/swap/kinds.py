"""The kinds of changes: what each means for requests and for answers, and what to do. The one table of verdicts.

The kinds are those that checkers of compatibility in the field distinguish; the verdicts follow two rules. A request
breaks where less is accepted than before, or where it goes to another place. An answer breaks where what was promised
is certain to be missing; where it may only be more than before, that is risky.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["breaking", "risky", "safe"]
VERDICTS: tuple[Verdict, ...] = ("breaking", "risky", "safe")
"""From the worst to the best."""

BREAKING, RISKY, SAFE = VERDICTS


@dataclass(slots=True, frozen=True)
class Kind:
    """One kind of change.

    Attributes:
        request: the verdict in a request, and for what is neither in a request nor in an answer.
        response: the verdict in an answer.
        advice: what to do about it in a request.
        advice_response: what to do about it in an answer.
    """

    request: Verdict
    response: Verdict
    advice: str = ""
    advice_response: str = ""

    def verdict(self, direction: str) -> Verdict:
        """The verdict in a direction."""
        return self.response if direction == "response" else self.request

    def advise(self, direction: str) -> str:
        """What to do, or "" for what is safe."""
        return self.advice_response if direction == "response" else self.advice


_SEND = "Send only what the new document admits."
_EXPECT = "Be ready for it where the answer is read."

KINDS: Mapping[str, Kind] = {
    # operations
    "operation-removed": Kind(BREAKING, BREAKING, "Stop calling it, or stay with the old document."),
    "operation-renamed": Kind(BREAKING, BREAKING, "Call it by its new name."),
    "operation-added": Kind(SAFE, SAFE),
    "route-changed": Kind(BREAKING, BREAKING, "Make sure that the server answers at the new address before you swap."),
    "operation-deprecated": Kind(SAFE, SAFE),
    "server-changed": Kind(BREAKING, BREAKING, "Check the new address, or set base_url."),
    "server-removed": Kind(RISKY, RISKY, "Check server= and server_variables= of the client."),
    "server-added": Kind(SAFE, SAFE),
    "security-added": Kind(BREAKING, BREAKING, "Pass credentials for it."),
    "security-removed": Kind(BREAKING, BREAKING, "Pass credentials for another of the ways that are left."),
    "security-changed": Kind(BREAKING, BREAKING, "Check what is passed as credentials."),
    "security-scope-added": Kind(RISKY, RISKY, "Make sure that the token has the scope."),
    "security-relaxed": Kind(SAFE, SAFE),
    # parameters
    "parameter-removed": Kind(BREAKING, BREAKING, "Leave it out."),
    "parameter-renamed": Kind(BREAKING, BREAKING, "Pass it by its new name."),
    "parameter-moved": Kind(BREAKING, BREAKING, "Check calls that name its place, and caches keyed by the URL."),
    "parameter-added": Kind(SAFE, SAFE),
    "required-parameter-added": Kind(BREAKING, BREAKING, "Pass it in every call."),
    "required-parameter-with-default-added": Kind(RISKY, RISKY, "Its default is sent; check that it is what you want."),
    "parameter-required": Kind(BREAKING, BREAKING, "Pass it in every call."),
    "parameter-optional": Kind(SAFE, SAFE),
    "parameter-deprecated": Kind(SAFE, SAFE),
    "parameter-name-clash": Kind(BREAKING, BREAKING, "Write the place in front of the name."),
    "style-changed": Kind(BREAKING, BREAKING, "Check that the server reads the new form."),
    "empty-value-refused": Kind(BREAKING, BREAKING, "Give it a value, or leave it out."),
    "empty-value-allowed": Kind(SAFE, SAFE),
    "reserved-changed": Kind(RISKY, RISKY, "Check values that contain reserved characters."),
    # bodies
    "body-removed": Kind(BREAKING, BREAKING, "Send no body."),
    "body-added": Kind(SAFE, SAFE),
    "required-body-added": Kind(BREAKING, BREAKING, "Send a body."),
    "body-required": Kind(BREAKING, BREAKING, "Send a body."),
    "body-optional": Kind(SAFE, SAFE),
    "media-type-removed": Kind(
        BREAKING, BREAKING, "Send the body in another media type.", "Read the answer in another media type."
    ),
    "media-type-added": Kind(SAFE, RISKY, "", "Ask for the type that you read, with an Accept header."),
    "media-type-preferred": Kind(RISKY, SAFE, "Choose the old one with content_type=, or check the new form."),
    "encoding-changed": Kind(BREAKING, SAFE, "Check that the server reads the new form."),
    # answers
    "status-removed": Kind(BREAKING, BREAKING, "", "Do not wait for this status any more."),
    "status-moved": Kind(RISKY, RISKY, "", "Compare status codes with the new one."),
    "status-added": Kind(SAFE, SAFE),
    "header-removed": Kind(SAFE, BREAKING, "", "Do not rely on the header."),
    "optional-header-removed": Kind(SAFE, RISKY, "", "Do not rely on the header."),
    "header-optional": Kind(SAFE, RISKY, "", "Be ready for answers without it."),
    "header-added": Kind(SAFE, SAFE),
    "content-removed": Kind(SAFE, BREAKING, "", "Do not read a body there."),
    # values
    "type-narrowed": Kind(BREAKING, SAFE, _SEND),
    "type-widened": Kind(SAFE, RISKY, "", _EXPECT),
    "type-changed": Kind(BREAKING, BREAKING, "Send the new type.", "Read the new type."),
    "null-refused": Kind(BREAKING, SAFE, "Leave it out instead of sending null."),
    "null-admitted": Kind(SAFE, RISKY, "", "Be ready for null where it is read."),
    "value-removed": Kind(BREAKING, SAFE, "Use one of the values that are left."),
    "value-added": Kind(SAFE, RISKY, "", _EXPECT),
    "value-changed": Kind(BREAKING, BREAKING, "Send the new value.", "Compare with the new value."),
    "values-restricted": Kind(BREAKING, SAFE, "Use one of the values listed."),
    "values-opened": Kind(SAFE, RISKY, "", _EXPECT),
    "limit-narrowed": Kind(BREAKING, SAFE, _SEND),
    "limit-widened": Kind(SAFE, RISKY, "", "Check what holds the value, such as a column of a table."),
    "pattern-added": Kind(BREAKING, SAFE, _SEND),
    "pattern-removed": Kind(SAFE, RISKY, "", _EXPECT),
    "pattern-changed": Kind(BREAKING, RISKY, _SEND, _EXPECT),
    "format-added": Kind(BREAKING, SAFE, _SEND),
    "format-removed": Kind(SAFE, RISKY, "", _EXPECT),
    "format-changed": Kind(BREAKING, RISKY, _SEND, _EXPECT),
    "format-hint-added": Kind(RISKY, SAFE, _SEND),
    "format-hint-changed": Kind(RISKY, RISKY, _SEND, _EXPECT),
    "property-added": Kind(SAFE, SAFE),
    "required-property-added": Kind(BREAKING, SAFE, "Send it in every call."),
    "property-required": Kind(BREAKING, SAFE, "Send it in every call."),
    "property-optional": Kind(SAFE, RISKY, "", "Be ready for answers without it."),
    "property-removed": Kind(BREAKING, BREAKING, "Leave it out.", "Do not read it any more."),
    "optional-property-removed": Kind(RISKY, RISKY, "Leave it out: the server may ignore it.", "Do not rely on it."),
    "property-renamed": Kind(BREAKING, BREAKING, "Send it by its new name.", "Read it by its new name."),
    "members-closed": Kind(BREAKING, SAFE, "Send only members that the document names."),
    "members-opened": Kind(SAFE, SAFE),
    "members-unnamed": Kind(BREAKING, SAFE, "Pass them in body={…}."),
    "alternative-removed": Kind(BREAKING, SAFE, "Send one of the alternatives that are left."),
    "alternative-added": Kind(SAFE, RISKY, "", _EXPECT),
    "rule-added": Kind(BREAKING, SAFE, _SEND),
    "rule-removed": Kind(SAFE, RISKY, "", _EXPECT),
    "rule-changed": Kind(BREAKING, RISKY, _SEND, _EXPECT),
    "discriminator-changed": Kind(RISKY, RISKY, "Check the member that names the kind of the object.", _EXPECT),
    "discriminator-hint": Kind(SAFE, SAFE),
    "float-format-changed": Kind(SAFE, SAFE),
    "default-changed": Kind(RISKY, SAFE, "Pass the value that you want."),
    "read-only": Kind(RISKY, SAFE, "Leave it out: the server ignores it."),
    "write-only": Kind(SAFE, RISKY, "", "Do not rely on it in answers."),
    "flag-removed": Kind(SAFE, SAFE),
    "deprecated": Kind(SAFE, SAFE),
}
