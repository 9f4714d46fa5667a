"""A server that costs as little as one can: every request gets the same JSON answer, connections stay open.

Prints its port and serves until it is ended.
"""

from __future__ import annotations

import json
import socket
import threading

CHAT = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "gpt-4o",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "Hello.", "refusal": None},
        }
    ],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}
MODELS = {"object": "list", "data": [{"id": "gpt-4o", "object": "model", "created": 1, "owned_by": "openai"}]}
EMBEDDINGS = {
    "object": "list",
    "model": "m",
    "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}],
    "usage": {"prompt_tokens": 1, "total_tokens": 1},
}


def answer(value: object) -> bytes:
    """A whole HTTP response."""
    body = json.dumps(value).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


ANSWERS = {b"/chat/completions": answer(CHAT), b"/models": answer(MODELS), b"/embeddings": answer(EMBEDDINGS)}


def serve(connection: socket.socket) -> None:
    """Answer requests on one connection until it closes."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    held = b""
    while True:
        while b"\r\n\r\n" not in held:
            received = connection.recv(1 << 16)
            if not received:
                return
            held += received
        head, _, rest = held.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        length = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
        chunks, have = [rest], len(rest)
        while have < length:
            received = connection.recv(1 << 20)
            if not received:
                return
            chunks.append(received)
            have += len(received)
        held = b"".join(chunks)[length:]
        path = lines[0].split(b" ")[1].partition(b"?")[0]
        connection.sendall(next((a for end, a in ANSWERS.items() if path.endswith(end)), ANSWERS[b"/models"]))


def main() -> None:
    """Serve on a free port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
