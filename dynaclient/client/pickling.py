"""Pickle clients: the document and options, never the connections, and credentials only on request."""

# ruff: noqa: SLF001  # written as a part of the client

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from .._support.record import replaced
from .._support.secret_names import holds_key, is_secret_name
from .._support.urls import without_userinfo
from ..request import Credentials, RequestOptions
from ..request.own_query import without_keys
from .shared import ActiveDocument, ClientCore, DocumentCheck, DocumentSlot, Plans

_log = logging.getLogger("dynaclient")

_tried: ContextVar[frozenset[int]] = ContextVar("tried", default=frozenset())
"""The plugins and applications being pickled to find out whether they can be."""

_MADE_ANEW = frozenset(["_core", "_keys", "_options", "_owned_plugins", "_plans", "_secret", "_slot"])


def reduced(client: Any) -> tuple[Any, ...]:
    """What `pickle` stores for a client.

    Raises:
        TypeError: the client uses the caller's own session, which may hold credentials, or an application that cannot
            be pickled.
    """
    shared, options = client._core, client._options
    if shared.session is not None and not options.pickle_credentials:
        raise TypeError(
            f"this {type(client).__name__} uses your own session, which may hold credentials; "
            "to include it, pickle client.with_options(pickle_credentials=True)"
        )
    if shared.app is not None:
        _check_app(client, shared.app)
    if not options.pickle_credentials:
        options = replaced(options, request=_without_secrets(options.request))
    if options.plugins:
        options = options.with_plugins(_picklable(options.plugins))
    own = {name: value for name, value in client.__dict__.items() if name not in _MADE_ANEW}
    network = shared.network
    if network is not None:
        network = network.to_pickle(with_secrets=options.pickle_credentials)
    slot = client._slot
    return _restored, (
        type(client),
        slot.current.document,
        options,
        shared.session,
        shared.app,
        network,
        slot.checks,
        own,
    )


def _check_app(client: Any, app: Any) -> None:
    """Raise a TypeError that says what to do if an application cannot be pickled, as most cannot."""
    tried = _tried.get()
    if id(app) in tried:  # it holds the client
        return
    failed = None
    token = _tried.set(tried | {id(app)})
    try:
        pickle.dumps(app)
    except Exception as error:  # noqa: BLE001  # an application's own code may raise anything
        failed = str(error) or type(error).__name__
    finally:
        _tried.reset(token)
    if failed is not None:
        raise TypeError(
            f"this {type(client).__name__} calls an application in process (app={type(app).__name__}) that cannot be "
            f"pickled: {failed}. Make the client anew where it is needed, or serve the application and pass base_url="
        )


def _picklable(plugins: Sequence[Any]) -> tuple[Any, ...]:
    """The plugins that can be pickled; logs the others."""
    kept = []
    tried = _tried.get()
    for plugin in plugins:
        if id(plugin) in tried:
            raise TypeError("it refers to the client that it watches")
        token = _tried.set(tried | {id(plugin)})
        try:
            pickle.dumps(plugin)
        except Exception as error:  # noqa: BLE001  # a plugin's own code may raise anything
            _log.warning("the plugin %s is left out, as it cannot be pickled: %s", type(plugin).__name__, error)
        else:
            kept.append(plugin)
        finally:
            _tried.reset(token)
    return tuple(kept)


def _without_secrets(request: RequestOptions) -> RequestOptions:
    credentials = request.credentials
    kept = {name: value for name, value in request.headers.items() if value is None or not is_secret_name(name)}
    given = False if credentials.ignored else None
    return replaced(
        request,
        credentials=Credentials(given, credentials.schemes, credentials.hints),
        base_url=None if request.base_url is None else without_keys(without_userinfo(request.base_url)),
        headers=kept,
        query={name: value for name, value in request.query.items() if value is None or not holds_key(name)},
        extra_body={name: value for name, value in request.extra_body.items() if not is_secret_name(name)},
    )


def _restored(
    kind: type,
    document: Any,
    options: Any,
    session: Any,
    app: Any,
    network: Any,
    checks: Sequence[DocumentCheck],
    own: Mapping[str, Any],
) -> Any:
    client: Any = object.__new__(kind)
    core = ClientCore(session, app, network)
    active = ActiveDocument.of(core, document)
    client.__dict__.update(own, _core=core, _slot=DocumentSlot(active), _plans=Plans(active))
    if not options.pickle_credentials and not options.request.credentials.ignored:
        again = client._credentials_again()
        found = options.request.credentials.merged(again)
        options = replaced(options, request=replaced(options.request, credentials=found))
    client.__dict__.update(_options=options, _owned_plugins=options.plugins)
    client._slot.checks.extend(checks)
    client._slot.clients[client] = None
    return client
