"""A whole process: connect, one chat call, end. Usage: one_call.py PEER BASE_URL DOCUMENT."""

import importlib.util
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != here]  # so that peers/x.py may import x
sys.path.append(str(here))


def load(peer):
    """The peer's module."""
    spec = importlib.util.spec_from_file_location(f"peer_{peer}", here / "peers" / f"{peer}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    peer, base_url, document = sys.argv[1:4]
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}]}
    load(peer).connect(base_url, document)("createChatCompletion", "post", "/chat/completions", body)
