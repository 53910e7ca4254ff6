"""An asyncio server on a free port that serves a small site, for want of a network."""
import asyncio
from contextlib import asynccontextmanager

PAGES = {
    "/": "<a href=/a> <a href=/b>" + "home " * 20,
    "/a": "<a href=/b> <a href=/c>" + "apple " * 30,
    "/b": "<a href=/>" + "berry " * 10,
    "/c": "<a href=/missing>" + "cherry " * 5,
}


async def _answer(reader, writer):
    try:
        request = (await reader.readline()).decode().split()
        body = PAGES.get(request[1])
        status = "200 OK" if body is not None else "404 Not Found"
        writer.write(f"HTTP/1.0 {status}\r\n\r\n{body or ''}".encode())
        await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def site():
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
