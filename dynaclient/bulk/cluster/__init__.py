"""Bulk jobs on a cluster of Dask: rows go out in parts, and workers write what came of them.

Owns the parts, the folder of results and the conversation with Dask, which `dask_cluster` imports. How data flows:

    rows      read, checked and numbered here, as for a job on one machine (`work`)
      → `parts`      a few hundred rows each, the same ones in every run
      → `dispatch`   one part at a time for each worker, with its share of the rate (`shares`)
      → `worker`     runs an ordinary job of the part, with a journal of its own
      → `places`     the folder of results: on a shared disk, or at any address that fsspec knows
      → `run_folder` what is kept of parts, and the manifest at the end

Files of a job whose output is the folder `out`:

    out/part-00001.jsonl     the results of a part, whole or not at all
    out/_manifest.json       the parts and their counts, written when a run ends
    out/_failed.jsonl        rows that failed or do not fit, to feed in again
    out/_unknown.jsonl       rows of which nobody knows whether the server acted on them
    out/_job.json            the run: its id, operation, arguments, key, and digests of the input
    out/_state/00001.json    what came of a part
    out/_state/00001/        the journal of a part that is not done

Readers of tables leave out what begins with an underscore. A worker that is lost leaves the journal of its part: the
next one goes on from there, under the rules of every job. At an address where nothing can be appended, the journal
arrives when a part ends; before it begins, a mark says that all of its rows may be sent, so that those of a lost worker
are sent again if that does no harm, and else are unknown.
"""
