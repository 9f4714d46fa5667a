"""FastMCP's search over the tools that it makes of a document: reads questions as JSON lines, writes answers as such.

Run as a program with the seconds of processor time after which it ends. The first line in is the document, and the
first line out an error, or null. Then a line in: a question; a line out: the operations found, and the bytes of the
answer.
"""

import asyncio
import json
import resource
import sys

import httpx2
from fastmcp import Client, FastMCP
from fastmcp.server.transforms.search import BM25SearchTransform


async def main():
    spec = json.loads(sys.stdin.readline())
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


resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
asyncio.run(main())
