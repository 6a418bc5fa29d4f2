# Made by slipway from the description of the service: change it there, not here.

import asyncio
import json
import logging
import os
import sys
import time
from urllib.parse import unquote

import uvicorn

APP = "shop.asgi:application"
SETTINGS = {
    "access_log": True,
    "forwarded_allow_ips": [
        "*",
    ],
    "host": "0.0.0.0",
    "port": 8000,
    "timeout_graceful_shutdown": 30,
    "timeout_keep_alive": 75,
    "workers": 1,
}
# As if the server had been started by its command: modules are found where the program runs.
sys.path[0] = os.getcwd()


def _request(args):
    client, method, target, version, status = args
    path, _, query = target.partition("?")
    return {
        "remote": client.rpartition(":")[0],
        "method": method,
        "path": unquote(path),
        "query": query,
        "protocol": "HTTP/" + version,
        "status": int(status),
    }


class _JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": "%s.%03dZ" % (
                time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)),
                record.msecs,
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": record.process,
        }
        if record.name == "uvicorn.access":
            fields = _request(record.args)
            line.update({k: v for k, v in fields.items() if v not in (None, "", "-")})
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": _JsonFormatter}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout",
        },
        "stderr": {
            "class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr",
        },
    },
    "root": {"level": "WARNING", "handlers": []},
    "loggers": {
        "uvicorn": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "uvicorn.access": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
    },
}


shut_down = uvicorn.Server.shutdown


async def take_leave(server, sockets=None):
    """Say in every response that its connection ends, before the server closes those that are idle."""
    state = server.server_state
    state.default_headers = [*state.default_headers, (b"connection", b"close")]
    await asyncio.sleep(2)
    await shut_down(server, sockets)


uvicorn.Server.shutdown = take_leave


if __name__ == "__main__":
    uvicorn.run(APP, log_config=LOGGING, **SETTINGS)
