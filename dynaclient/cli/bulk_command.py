"""`bulk`: calls one operation for every row of a file. The library's jobs do the work; this connects the parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from .arguments import ArgumentReader
from .failures import CommandError
from .options import client_options, command, count, seconds, setup_of
from .prepared_call import PreparedCall, configured
from .same_command import same_command

if TYPE_CHECKING:
    from ..bulk.inputs import Input
    from ..bulk.options import JobOptions
    from ..bulk.report import Report
    from ..client.sync import Client
    from .setup import Setup

_EXIT_ROWS = 8


@command("bulk", "Call an operation for every row of a file.")
@client_options
@click.argument("operation")
@click.option("--in", "source", metavar="FILE", help="The rows: JSONL, CSV, TSV, JSON, Parquet or Arrow; - is stdin.")
@click.option(
    "--in-format",
    "rows_form",
    metavar="FORM",
    help="jsonl, csv, tsv, json, parquet or arrow, if FILE does not show it.",
)
@click.option("--key", metavar="COLUMN", help="The column that names a row in the output; without it, its number does.")
@click.option(
    "--arg",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="An argument from a column, or from a JMESPath of the row. A column named like an argument needs none.",
)
@click.option(
    "--set", "constants", multiple=True, metavar="NAME=VALUE", help="An argument that is the same in every row."
)
@click.option(
    "--out", "into", metavar="FILE", help="The results, from where the same command goes on; without it, stdout."
)
@click.option(
    "--format", "form", metavar="FORM", help="The output: jsonl, csv, tsv or parquet, if its name does not show it."
)
@click.option("--order", metavar="ORDER", help="input: in the order of the rows, instead of as they finish.")
@click.option("--select", metavar="PATH", help="The part of each answer that is written: JMESPath, or a JSON Pointer.")
@click.option("--workers", default="auto", show_default=True, metavar="N", help="How many calls are made at a time.")
@click.option(
    "--dask",
    "address",
    metavar="ADDRESS",
    help="Have a cluster send the rows: the address of a Dask scheduler, or local:N for N processes here. --out is a "
    "folder that all machines share, or an address such as s3://bucket/results.",
)
@click.option(
    "--send-credentials",
    is_flag=True,
    help="With --dask: send the keys to the workers, instead of finding them there in the same places.",
)
@click.option("--rate", metavar="RATE", help="The most requests: 60/s, 500/min or 10/h.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that do not fit, instead of sending none.")
@click.option("--dry-run", is_flag=True, help="Check the rows, say how many requests it would be, and send nothing.")
@click.option("--max-failures", metavar="N", help="Stop when more rows have failed: a count, or a share such as 1%.")
@click.option("--resend-unknown", is_flag=True, help="Also send rows again that may have been carried out.")
@click.option("--idempotency", is_flag=True, help="Send an idempotency key with every POST and PATCH.")
@click.option("--no-validate", is_flag=True, help="Send rows even if they do not fit the document.")
@click.option(
    "--timeout", type=seconds, metavar="SECONDS", help="The limit to connect, and between bytes of an answer."
)
@click.option("--deadline", type=seconds, metavar="SECONDS", help="The total for each call, with its retries.")
@click.option("--retries", type=count, metavar="N", help="How often to retry a failed attempt; 0 for never.")
@click.pass_context
def bulk_command(ctx: click.Context, /, operation: str, **options: Any) -> int:
    """Call OPERATION once for every row of a file, many at a time. All rows are checked before the first is sent.

    The results go to --out as they finish, and a journal beside it keeps what was sent: after a crash, Ctrl-C or a full
    disk, the same command goes on and sends nothing twice. Rows that failed are in OUT.failed.jsonl, to feed in again.
    The exit code is 8 if rows failed.
    """  # fmt: skip
    setup = setup_of(ctx)
    job = _job(setup, operation, options)
    if options["dry_run"]:
        report = job.check()
        setup.terminal.line(_plan(report))
        return 0
    to_stdout = _to_stdout(options)
    write = _writer(setup, options) if to_stdout else None
    job.on_interrupt = lambda: setup.terminal.note(
        "Interrupted: finishing what is being sent. Ctrl-C again leaves it, and the next run finds out."
    )
    from .bulk_progress import Progress

    try:
        with Progress(setup.terminal, job.report) as progress:
            if options["address"] is None and write is None:
                job.drain(progress.moved)
            else:
                for step in job if options["address"] is None else job.steps():
                    progress.moved()
                    if write is not None:
                        write(step)
    except KeyboardInterrupt:
        setup.terminal.note(_interrupted(setup, job.report, to_stdout=to_stdout))
        return 130
    setup.terminal.note(_summary(job.report, options))
    return 0 if not (job.report.failed or job.report.unknown) else _EXIT_ROWS


def _job(setup: Setup, name: str, options: dict[str, Any]) -> Any:
    from ..bulk.options import JobOptions

    operation = setup.operation(name)
    if not options["source"]:
        raise CommandError(
            f"{operation.operation_id}: bulk needs the rows.",
            fix="Name their file with --in FILE, or --in - for standard input.",
        )
    call = PreparedCall(operation, {}, None)
    constants = ArgumentReader(setup.document, operation, setup.terminal).read(options["constants"])
    job_options = JobOptions(
        key=options["key"],
        into=None if _to_stdout(options) else options["into"],
        arguments=dict(map(_column, options["columns"])),
        constants=constants,
        workers=_workers(options["workers"]),
        skip_bad=options["skip_bad"],
        order=options["order"],
        form=None if _to_stdout(options) else options["form"],
        max_failures=options["max_failures"],
        select=_selecting(options["select"]),
        select_name=options["select"] or "",
        resend_unknown=options["resend_unknown"],
    )
    source = _source(setup, options)
    if options["address"] is None:
        from ..bulk.mapping import job_of

        if options["send_credentials"]:
            raise CommandError("--send-credentials is about a cluster.", fix="Name its scheduler with --dask ADDRESS.")
        return job_of(_client(setup, call, options), operation.operation_id, source, job_options)
    return _cluster_job(setup, call, options, source, job_options)


def _client(
    setup: Setup, call: PreparedCall, options: dict[str, Any], credentials: Mapping[str, str] | None = None
) -> Client:
    client = configured(setup, call, options, credentials)
    return client.with_options(idempotency=True) if options["idempotency"] else client


def _cluster_job(
    setup: Setup, call: PreparedCall, options: dict[str, Any], source: Input, job_options: JobOptions
) -> Any:
    """A job on a cluster. Its workers look for keys where this machine would, unless they are sent."""
    from ..bulk.cluster.job import cluster_job_of

    if _to_stdout(options):
        raise CommandError(
            "--dask needs a folder for the results.", fix="Name it with --out FOLDER, or an address such as s3://…"
        )
    name, finder = call.operation.operation_id, None
    if options["send_credentials"]:
        client = _client(setup, call, options).with_options(pickle_credentials=True)
    else:
        from .sources import fetch_on_worker

        client = _client(setup, call, options, {})
        schemes = {name for names in call.operation.security for name in names}
        finder = partial(fetch_on_worker, {name: place for name, place in setup.sources().items() if name in schemes})
    return cluster_job_of(client, name, source, job_options, options["address"], finder)


def _to_stdout(options: dict[str, Any]) -> bool:
    return options["into"] in (None, "-")


def _source(setup: Setup, options: dict[str, Any]) -> Input:
    from ..bulk.inputs import input_of, input_of_stream

    if options["source"] != "-":
        return input_of(options["source"], options["rows_form"])
    stream = getattr(setup.terminal.stdin, "buffer", None)
    if stream is None:
        import io

        stream = io.BytesIO(setup.terminal.stdin.read().encode())
    return input_of_stream(stream, options["rows_form"])


def _column(text: str) -> tuple[str, str]:
    name, separator, column = text.partition("=")
    if not separator or not name or not column:
        raise CommandError(f"--arg takes NAME=COLUMN, not {text[:60]!r}.", fix="Write --arg input=text, for example.")
    return name, column


def _workers(text: str) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _selecting(path: str | None) -> Callable[[Any], Any] | None:
    if path is None:
        return None
    from .selection import check_path, select

    check_path(path)
    return lambda data: select(data, path)


def _writer(setup: Setup, options: dict[str, Any]) -> Callable[[Any], None]:
    """What writes finished rows to standard output, as lines."""
    if options["form"] not in (None, "jsonl"):
        raise CommandError(f"--format {options['form']} needs a file.", fix="Name it with --out FILE.")
    from ..bulk.results import entry_of

    select = _selecting(options["select"])

    def write(done: Any) -> None:
        setup.terminal.write(entry_of(done, select, with_number=False).line.decode())
        setup.terminal.stdout.flush()

    return write


# what a person reads


def _plan(report: Report) -> str:
    total = report.total or 0
    counts = ((report.earlier, "done"), (report.unknown, "unknown"), (report.bad, "left out, as they do not fit"))
    known = ", ".join(f"{number:,} {word}" for number, word in counts if number)
    requests = total - sum(number for number, _ in counts)
    return f"{_rows(total)}{f' ({known})' if known else ''}: {requests:,} request{'' if requests == 1 else 's'}."


def _rows_file(into: str, word: str, options: dict[str, Any]) -> str:
    """The file of rows that are not done."""
    if options["address"] is not None:
        return f"{into.rstrip('/')}/_{word}.jsonl"
    return f"{os.path.splitext(into)[0]}.{word}.jsonl"


def _summary(report: Report, options: dict[str, Any]) -> str:
    lines = [str(report)]
    into = report.into
    if report.unused:
        lines.append(f"Columns that match no argument, and were left out: {', '.join(report.unused)}.")
    if report.unknown and into:
        lines.append(
            f"Nobody knows whether the server acted on {_rows(report.unknown)}: see "
            f"{_rows_file(into, 'unknown', options)}. Look there before you send them again with --resend-unknown."
        )
    if (report.failed or report.bad) and into:
        lines.append(
            f"The rows that failed are in {_rows_file(into, 'failed', options)}, with those that do not fit. The same "
            "command sends the failed ones again."
        )
    return "\n".join(lines)


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"


def _interrupted(setup: Setup, report: Report, *, to_stdout: bool) -> str:
    done = report.done + report.earlier
    of = f" of {report.total:,}" if report.total is not None else ""
    text = f"{done:,}{of} rows are done."
    if to_stdout:
        return f"{text} Without --out nothing keeps which: the next run would send all rows again."
    return f"{text} This goes on:\n  {same_command(setup)}"
