"""What is served behind nginx in these tests: says what it was asked, as late as the query asks for, over WSGI and ASGI."""
import asyncio
import json
import os
import signal
import time
from urllib.parse import parse_qs


def record(query):
    """A line for each time a request is carried out."""
    path = os.environ.get("CARRIED_OUT")
    if path and "id" in query:
        with open(path, "a") as file:
            file.write(query["id"][0] + "\n")


def answer(method, path, query, headers, scheme, length):
    if path == "/die":
        os.kill(os.getpid(), signal.SIGKILL)
    if path == "/text":
        return b"text/plain", b"a" * int(query.get("n", ["4096"])[0])
    said = {"method": method, "path": path, "headers": headers, "scheme": scheme, "length": length, "pid": os.getpid()}
    return b"application/json", json.dumps(said).encode()


def wsgi(environ, start_response):
    query = parse_qs(environ["QUERY_STRING"])
    length = 0
    while chunk := environ["wsgi.input"].read(65536):
        length += len(chunk)
    record(query)
    time.sleep(float(query.get("t", ["0"])[0]))
    headers = {k[5:].replace("_", "-").lower(): v for k, v in environ.items() if k.startswith("HTTP_")}
    kind, body = answer(
        environ["REQUEST_METHOD"], environ["PATH_INFO"], query, headers, environ["wsgi.url_scheme"], length
    )
    start_response("200 OK", [("Content-Type", kind.decode()), ("Content-Length", str(len(body)))])
    return [body]


async def asgi(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    if scope["type"] != "http":
        return
    query = parse_qs(scope["query_string"].decode())
    length = 0
    more = True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    record(query)
    await asyncio.sleep(float(query.get("t", ["0"])[0]))
    headers = {k.decode(): v.decode() for k, v in scope["headers"]}
    kind, body = answer(scope["method"], scope["path"], query, headers, scope["scheme"], length)
    head = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})
