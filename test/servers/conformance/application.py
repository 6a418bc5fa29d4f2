"""What the servers serve in these tests: one answer, as late as the query asks for, over WSGI and ASGI."""
import asyncio
import json
import os
import time
from urllib.parse import parse_qs

try:
    from prometheus_client import Counter

    ANSWERS = Counter("answers", "Requests answered")
except ImportError:
    ANSWERS = None


def seconds(query):
    return float(parse_qs(query).get("t", ["0"])[0])


def answer(scheme):
    if ANSWERS is not None:
        ANSWERS.inc()
    return json.dumps({"pid": os.getpid(), "scheme": scheme, "home": os.environ.get("HOME")}).encode()


def wsgi(environ, start_response):
    time.sleep(seconds(environ["QUERY_STRING"]))
    body = answer(environ["wsgi.url_scheme"])
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
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
    await asyncio.sleep(seconds(scope["query_string"].decode()))
    body = answer(scope["scheme"])
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
