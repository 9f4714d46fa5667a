"""Whether one number is a multiple of another, as JSON writes them."""

from __future__ import annotations

import math
from fractions import Fraction


def is_multiple(value: float, step: float) -> bool:
    """Whether a number is a multiple of another in decimal: 19.99 is one of 0.01, though no binary fraction is."""
    return math.isfinite(value) and Fraction(str(value)) % Fraction(str(step)) == 0
