"""What holds for every test: no cache of the person who runs them, no clock on examples, and Ctrl-C works."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

os.environ["DYNACLIENT_CACHE"] = "off"

# An example may take any time on a loaded machine. What Hypothesis chooses for CI by itself stays.
settings.register_profile("patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# What runs in the background ignores Ctrl-C, and so would the commands that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
