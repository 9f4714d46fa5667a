"""`client.map`: what a bulk job can be asked to do."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.wording import shown_option
from ..client.checked_values import checked_mapping
from ..client.own_names import no_operation
from ..errors import RequestError
from ..types import MISSING, Missing
from .inputs import Input, check_source, input_of
from .job import AsyncJob, Job
from .options import JobOptions
from .work import Work

if TYPE_CHECKING:
    import os


def map_rows(
    client: Any,
    operation_id: str | Missing = MISSING,
    rows: str | os.PathLike[str] | Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]] | Missing = MISSING,
    /,
    *,
    key: str | Callable[[Any], Any] | None = None,
    into: str | os.PathLike[str] | None = None,
    arguments: Callable[[Any], Mapping[str, Any]] | Mapping[str, str] | None = None,
    constants: Mapping[str, Any] | None = None,
    workers: int | str = "auto",
    rate: float | str | None = None,
    skip_bad: bool = False,
    order: str | None = None,
    max_failures: int | str | None = None,
    coerce: bool | None = None,
    select: Callable[[Any], Any] | None = None,
    form: str | None = None,
    rows_form: str | None = None,
    resend_unknown: bool = False,
    engine: str | None = None,
    address: Any = None,
    worker_credentials: Callable[[], Mapping[str, Any]] | None = None,
) -> Any:
    """Call an operation once for each row, many at a time; iterate over the job to run it.

    All rows are checked before the first one is sent, if they can be read twice (a list, a file); an iterator is
    checked in windows of up to 1,000 rows. With `into`, every row is journalled before and after it is sent, and the
    same call goes on after a crash: see `docs/bulk.md`.

    Args:
        operation_id: its id, or its snake_case name.
        rows: mappings from arguments to values, for an async client also as an async iterable; or the path of a JSONL,
            CSV, TSV, JSON, Parquet or Arrow file.
        key: the column that names a row in the output, a JMESPath of the row, or a function of it. It must differ from
            row to row. None for the number of the row, from 1.
        into: the file of the results: JSONL, or by its suffix CSV or Parquet.
        arguments: a function from a row to the arguments; or a mapping from arguments to columns (the exact name of a
            column, else a JMESPath of the row). A column with the name of an argument needs no entry.
        constants: arguments that are the same for every row, whatever columns there are.
        workers: how many calls are made at a time; "auto" finds out.
        rate: the most requests, as `rate=` of the client.
        skip_bad: leave out rows that do not fit, instead of sending none.
        order: "input" writes the output in the order of the rows; by default as they finish.
        max_failures: stop when more rows than this have failed: a count, or a share such as "1%".
        coerce: give the text of cells the types of the document, as `client.coerce`; by default for CSV and TSV.
        select: a function that takes the part of the data that is written.
        form: "jsonl", "csv", "tsv" or "parquet", if the name of the output does not show it.
        rows_form: "jsonl", "json", "csv", "tsv", "parquet" or "arrow", if the name of the file does not show it.
        resend_unknown: also send the rows of an earlier run of which nobody knows whether the server acted on them.
        engine: "dask" has workers of a cluster send the rows; `into` is then a folder that all machines share, or an
            address such as "s3://bucket/results".
        address: of the scheduler of Dask, as "tcp://10.0.0.1:8786"; or "local:4" for four workers on this machine.
        worker_credentials: a function that each worker calls for the credentials, by security scheme. Without it, those
            of the client go along if `with_options(pickle_credentials=True)` says so, and else are found on the worker.

    Returns:
        A `Job`, or an `AsyncJob` of an async client. Each row that it yields has `key`, `number`, `row`, and `response`
        or `error`; `job.report` has the counts.

    Raises:
        RequestError: an option cannot be what it is.
    """
    if isinstance(operation_id, Missing):  # see `operation_first` of the clients
        raise no_operation(type(client), client.operations, MISSING)
    if rows is MISSING:
        raise RequestError("map needs rows: mappings from arguments to values, or the path of a file")
    options = JobOptions(
        key=key,
        into=into,
        arguments=arguments,
        constants=checked_mapping("constants", constants),
        workers=workers,
        skip_bad=skip_bad,
        order=order,
        form=form,
        max_failures=max_failures,
        coerce=coerce,
        select=select,
        select_name="" if select is None else "a function",
        resend_unknown=resend_unknown,
    )
    changed = client if rate is None else client.with_options(rate=rate)
    source = input_of(rows, rows_form)
    if engine is None:
        for name, value in (("address", address), ("worker_credentials", worker_credentials)):
            if value is not None:
                raise RequestError(f"{name}= is about a cluster: add engine='dask'")
        return job_of(changed, operation_id, source, options)
    if engine != "dask":
        raise RequestError(f"engine= must be 'dask', or None for this process, not {shown_option(engine)}")
    from .cluster.job import cluster_job_of

    return cluster_job_of(changed, operation_id, source, options, address, worker_credentials)


def job_of(client: Any, operation_id: str, source: Input, options: JobOptions) -> Any:
    """A job of a client, sync or async."""
    check_source(client, source)
    work = Work(client, operation_id, source, options)
    return AsyncJob(work) if client._is_async else Job(work)  # noqa: SLF001  # a part of the client
