"""FastMCP's search over the tools that it makes of a document: reads questions as JSON lines, writes answers as such.

Run as a program with the path of a document and the seconds of processor time after which it ends. A line in: a
question; a line out: the operations found, and the bytes of the answer. The first line out is an error, or null.
"""

import asyncio
import json
import resource
import sys
from pathlib import Path

import httpx2
import yaml
from fastmcp import Client, FastMCP
from fastmcp.server.transforms.search import BM25SearchTransform


async def main(path):
    spec = yaml.load(Path(path).read_text("utf-8"), yaml.CSafeLoader)  # noqa: ASYNC240
    try:
        server = FastMCP.from_openapi(spec, httpx2.AsyncClient(base_url="http://127.0.0.1:9"))
    except Exception as error:  # whatever it does not take
        print(json.dumps(f"{type(error).__name__}: {str(error)[:80]}"), flush=True)
        return
    ids = {tool.name: tool._route.operation_id for tool in await server.list_tools()}  # noqa: SLF001
    server.add_transform(BM25SearchTransform(max_results=5))
    print("null", flush=True)
    async with Client(server) as client:
        for line in sys.stdin:
            result = await client.call_tool("search_tools", {"query": json.loads(line)})
            text = "".join(part.text for part in result.content)
            try:
                found = [ids.get(tool["name"], tool["name"]) for tool in json.loads(text)]
            except (ValueError, TypeError, KeyError):  # it found nothing, and says so
                found = []
            print(json.dumps([found, len(text.encode())]), flush=True)


resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
asyncio.run(main(sys.argv[1]))
