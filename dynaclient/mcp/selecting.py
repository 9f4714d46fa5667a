"""`select`: a part of an answer by JMESPath, which is compiled before anything is sent."""

from __future__ import annotations

from typing import Any

from ..errors import RequestError


class Selection:
    """A compiled expression.

    Raises:
        RequestError: it is not JMESPath.

    Source: jmespath.org/specification.
    """

    def __init__(self, text: Any) -> None:
        import jmespath

        if not isinstance(text, str) or not text.strip():
            raise RequestError("select is a JMESPath, as text, such as 'data[*].id'. Nothing was sent.")
        self.text = text
        try:
            self._compiled = jmespath.compile(text)
        except jmespath.exceptions.JMESPathError as error:
            why = str(error).splitlines()[0].removeprefix("Invalid jmespath expression: ").rstrip(".:")
            raise RequestError(
                f"select {text[:80]!r} is not valid JMESPath: {why}. Quote a name that is not a word: "
                "'\"x-name\"'. Nothing was sent."
            ) from None

    def of(self, value: Any) -> tuple[Any, str]:
        """(the part of a value, why there is none)."""
        import jmespath

        try:
            found = self._compiled.search(value)
        except jmespath.exceptions.JMESPathError as error:
            why = str(error).splitlines()[0].rstrip(".")
            return None, f"select {self.text[:80]!r} cannot be applied to the answer: {why[:200]}. The call was made."
        if found is None:
            has = f" It has {', '.join(list(map(str, value))[:12])}." if isinstance(value, dict) else ""
            return None, f"select {self.text[:80]!r} finds nothing in the answer.{has} The call was made."
        return found, ""
