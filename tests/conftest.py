"""What holds for every test: nothing is kept in the cache of the person who runs them."""

from __future__ import annotations

import os

os.environ["DYNACLIENT_CACHE"] = "off"
