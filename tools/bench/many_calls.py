"""One peer against bare requests, interleaved in one process. Usage: many_calls.py PEER BASE_URL DOCUMENT ROUNDS.

Prints JSON: for each call the median seconds of the peer and of bare requests, or why the peer cannot do it.
"""

import gc
import json
import statistics
import sys
import threading
import time

from one_call import load
from payloads import CALLS


def timed(call, arguments, repeats):
    """Seconds for one call, the mean of `repeats` in a row."""
    started = time.perf_counter()
    for _ in range(repeats):
        call(*arguments)
    return (time.perf_counter() - started) / repeats


def measure(peer, bare, rounds):
    """Medians over interleaved rounds."""
    out = {}
    for name, arguments in CALLS.items():
        try:
            for _ in range(3):
                peer(*arguments)
                bare(*arguments)
            repeats = max(1, int(0.02 / timed(bare, arguments, 3)))
            samples = [(timed(peer, arguments, repeats), timed(bare, arguments, repeats)) for _ in range(rounds)]
        except Exception as error:
            out[name] = {"error": f"{type(error).__name__}: {str(error)[:80]}"}
            continue
        out[name] = {
            "peer": statistics.median(s for s, _ in samples),
            "bare": statistics.median(s for _, s in samples),
            "ratio": statistics.median(p / b for p, b in samples),
        }
    return out


def throughput(call, threads, seconds):
    """Calls per second with so many threads on one client."""
    arguments = CALLS["POST 1 message"]
    counts = [0] * threads
    stop = time.perf_counter() + seconds

    def work(i):
        while time.perf_counter() < stop:
            call(*arguments)
            counts[i] += 1

    workers = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts) / seconds


def refused(document, base_url):
    """Seconds until the text of the error stands, for a wrong role in 1 of 100 messages."""
    from dynaclient import Client, ValidationError

    client = Client(document, base_url=base_url, credentials={"ApiKeyAuth": "sk-test"})
    body = json.loads(json.dumps(CALLS["POST 100 messages"][3]))
    body["messages"][57]["role"] = "usr"
    samples = []
    for _ in range(30):
        started = time.perf_counter()
        try:
            client.call("createChatCompletion", body=body)
        except ValidationError as error:
            text = str(error)
        samples.append(time.perf_counter() - started)
    assert "/body/messages/57/role" in text
    return statistics.median(samples)


def main():
    """Measure and print."""
    name, base_url, document, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    gc.disable()
    peer, bare = load(name).connect(base_url, document), load("bare").connect(base_url, document)
    out = {"calls": measure(peer, bare, rounds)}
    if name == "dynaclient":
        out["refused"] = refused(document, base_url)
        rates = [(throughput(peer, 32, 1.5), throughput(bare, 32, 1.5)) for _ in range(3)]
        out["threads"] = {
            "peer": statistics.median(p for p, _ in rates),
            "bare": statistics.median(b for _, b in rates),
            "ratio": statistics.median(p / b for p, b in rates),
        }
    print(json.dumps(out))


if __name__ == "__main__":
    main()
