"""Bulk jobs: one operation for every row of a list or file, checked first, paced, and resumable after a crash.

Owns rows, the journal and the workers; every request goes through the client. How data flows:

    rows (`inputs`, `json_rows`, `arrow_files`)   a list, an iterator, JSONL, CSV, a JSON array, Parquet, Arrow
      → `columns`      a row becomes its key and the arguments of the operation
      → `checking`     all rows before the first one is sent; in windows if they can be read only once
      → `journal`      what each row has come to, on disk, before and after it is sent
      → `threads`, `tasks`   the workers; `crew` decides how many
      → `results`      one line for each row; `outputs` turns them into CSV, Parquet, or the order of the input
      → `report`       what came of it

A job on a cluster does the same with parts of the rows, in each of its workers: see `cluster`.

Files of a job whose output is `out.jsonl`:

    out.jsonl                 the results, as they finish; of another form or order, written when the run ends
    out.failed.jsonl          rows that failed or were never sent, to feed in again
    out.unknown.jsonl         rows of which nobody knows whether the server acted on them
    out.jsonl.journal/job.json       the run: its id, operation, arguments, key
    out.jsonl.journal/rows           8 bytes for each row, to notice that the input has changed
    out.jsonl.journal/log            a line before a row is sent, and one after it is finished
    out.jsonl.journal/results.jsonl  the results, if the output has another form or order

A row is new, started, done, failed, unknown or bad. A resumed job sends what is new or failed, and what was started if
sending it twice does no harm (`transport.retries.harmless`); else such a row is unknown, until the caller says
`resend_unknown`. The journal is written before the operating system is asked to send, so a killed process loses
nothing; it is forced to the disk once a second, and before each row that must not be sent twice.
"""
