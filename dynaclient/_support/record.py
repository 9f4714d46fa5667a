"""Frozen values with named fields, like `dataclass(frozen=True, slots=True)` at a fraction of the cost.

The standard library's decorator imports `inspect` and compiles six methods for each class: together a third of the time
of a first call. Records share their methods instead, and import the library only for `dataclasses.fields` and the
like.

The rule: a class that is loaded by `import dynaclient`, by creating a client or by a call is a `record`; a class that
only the sandbox, the reference, stubs, the command line, pages or polling use is a `dataclass(slots=True)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, overload

T = TypeVar("T")

_NONE = object()


class _Made:
    """A default that is created for each value: `headers: dict[str, str] = made(dict)`."""

    __slots__ = ("factory",)

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


class _Fields:
    """`__dataclass_fields__`, built on first use, so that the functions of `dataclasses` work on records."""

    def __get__(self, instance: object, owner: Any) -> dict[str, Any]:
        import dataclasses

        shown, defaults = owner.__record_shown__, owner.__record_defaults__

        def described(name: str) -> Any:
            default = defaults.get(name, dataclasses.MISSING)
            if isinstance(default, _Made):
                return dataclasses.field(default_factory=default.factory, repr=name in shown)
            return dataclasses.field(default=default, repr=name in shown)

        fields = [(name, owner.__annotations__.get(name, Any), described(name)) for name in owner.__record_names__]
        twin: Any = dataclasses.make_dataclass(owner.__name__, fields)
        return dict(twin.__dataclass_fields__)


def _init(self: Any, *args: Any, **kwargs: Any) -> None:
    cls = type(self)
    names = cls.__record_names__
    put = object.__setattr__
    if len(args) > len(names):
        raise TypeError(f"{cls.__name__} takes {len(names)} values, not {len(args)}")
    for name, value in zip(names, args):  # noqa: B905  # usually there are fewer values than names
        put(self, name, value)
    for name in names[len(args) :]:
        value = kwargs.pop(name, _NONE)
        if value is _NONE:
            value = cls.__record_defaults__.get(name, _NONE)
            if value is _NONE:
                raise TypeError(f"{cls.__name__} needs a value for {name!r}")
            if type(value) is _Made:
                value = value.factory()
        put(self, name, value)
    if kwargs:
        raise TypeError(f"{cls.__name__} has no field {next(iter(kwargs))!r}, or it is given twice")
    check = cls.__record_check__
    if check is not None:
        check(self)


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in type(self).__record_names__)


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__record_shown__)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _refuse(self: Any, name: str, value: Any = None) -> None:
    from dataclasses import FrozenInstanceError  # a well-known AttributeError

    raise FrozenInstanceError(f"{type(self).__name__} cannot be changed: no value for {name!r}")


def _reduce(self: Any) -> Any:
    return _rebuild, (type(self), _values(self))


def _rebuild(cls: Any, values: tuple[Any, ...]) -> Any:
    self = cls.__new__(cls)
    for name, value in zip(cls.__record_names__, values, strict=True):
        object.__setattr__(self, name, value)
    return self


_METHODS = {"__init__": _init, "__eq__": _eq, "__repr__": _repr, "__reduce__": _reduce}
_FROZEN = {"__hash__": _hash, "__setattr__": _refuse, "__delattr__": _refuse}
_MUTABLE = {"__hash__": None}


if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    @overload
    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]: ...
    @overload
    @dataclass_transform(frozen_default=True)
    def record(
        *, frozen: bool = ..., hidden: tuple[str, ...] = ..., aside: tuple[str, ...] = ...
    ) -> Callable[[type[T]], type[T]]: ...
    def record(
        cls: Any = None, *, frozen: bool = True, hidden: tuple[str, ...] = (), aside: tuple[str, ...] = ()
    ) -> Any:
        """See below; this definition is for type checkers."""

    def made(factory: Callable[[], T]) -> T:
        """A default that is created for each value."""

else:
    made = _Made

    def record(
        cls: type | None = None, *, frozen: bool = True, hidden: tuple[str, ...] = (), aside: tuple[str, ...] = ()
    ) -> Any:
        """Turn a class with annotated fields into a value with slots.

        Args:
            frozen: whether changing a field raises an error.
            hidden: fields that the repr leaves out, because they are large or secret.
            aside: attributes that are not part of the value: not compared, copied or pickled, and missing until set.
        """
        if cls is None:
            return lambda found: record(found, frozen=frozen, hidden=hidden, aside=aside)
        names = tuple(cls.__annotations__)
        body = {key: value for key, value in cls.__dict__.items() if key not in ("__dict__", "__weakref__")}
        defaults = {name: body.pop(name) for name in names if name in body}
        body = {**_METHODS, **(_FROZEN if frozen else _MUTABLE), **body}
        body["__slots__"] = (*names, *aside)
        body["__match_args__"] = names
        body["__record_names__"] = names
        body["__record_shown__"] = tuple(name for name in names if name not in hidden)
        body["__record_defaults__"] = defaults
        body["__record_check__"] = body.pop("__post_init__", None)
        body["__dataclass_fields__"] = _Fields()
        return type(cls)(cls.__name__, cls.__bases__, body)


def replaced(value: T, /, **changes: Any) -> T:
    """A copy of a record with some fields changed."""
    cls: Any = type(value)
    return cls(**{**{name: getattr(value, name) for name in cls.__record_names__}, **changes})  # type: ignore[no-any-return]
