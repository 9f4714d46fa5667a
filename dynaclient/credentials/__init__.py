"""Credentials that are obtained by requests, and kept: tokens, the flows of OAuth 2, a caller's own functions.

Opens no socket: a flow is a generator that yields its steps (`steps.py`), which `transport/token_requests.py` carries
out for the sync and the async client alike. `request/security.py` decides which operation needs which of them.
"""
