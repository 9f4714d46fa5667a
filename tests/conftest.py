"""What holds for every test: nothing is kept in the cache of the person who runs them, and no example has a clock."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ["DYNACLIENT_CACHE"] = "off"

# An example may take any time on a loaded machine. What Hypothesis chooses for CI by itself stays.
settings.register_profile("patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
