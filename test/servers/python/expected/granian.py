# Made by slipway from the description of the service: change it there, not here.

import json
import logging
import os
import sys
import tempfile
import time

from granian import Granian
from granian._internal import load_target
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

APP = "shop.asgi:application"
SETTINGS = {
    "address": "0.0.0.0",
    "log_access": True,
    "log_access_format": "%(header{user-agent})s %(header{x-forwarded-for})s %(header{x-request-id})s",
    "port": 8000,
    "respawn_failed_workers": True,
    "workers": 1,
    "workers_kill_timeout": 30,
}
# As if the server had been started by its command: modules are found where the program runs.
sys.path[0] = os.getcwd()


def _request(args):
    return {
        "remote": args["addr"],
        "method": args["method"],
        "path": args["path"],
        "query": args["query_string"],
        "protocol": args["protocol"],
        "status": args["status"],
        "seconds": args["dt_ms"] / 1e3,
        "user_agent": args.get("_h0"),
        "forwarded_for": args.get("_h1"),
        "request_id": args.get("_h2"),
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
        if record.name == "granian.access":
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
        "_granian": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "granian.access": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
    },
}


LEAVING = os.path.join(tempfile.gettempdir(), "granian-is-leaving")


class Server(Granian):
    """Says in every response that its connection ends, before granian closes those that are idle."""

    def shutdown(self, exit_code=0):
        with open(LEAVING, "w"):
            time.sleep(2)
        super().shutdown(exit_code)


def load(target):
    application = load_target(target, factory=False)

    async def answer(scope, receive, send):
        async def close(event):
            if event["type"] == "http.response.start":
                event = {**event, "headers": [*event.get("headers", ()), (b"connection", b"close")]}
            await send(event)

        leaving = scope["type"] == "http" and os.path.exists(LEAVING)
        await application(scope, receive, close if leaving else send)

    return answer


if __name__ == "__main__":
    if os.path.exists(LEAVING):
        os.unlink(LEAVING)
    Server(
        APP,
        interface=Interfaces.ASGI,
        # How long a connection may be silent before the next request: the command line allows no more than 60 s.
        http1_settings=HTTP1Settings(header_read_timeout=75000),
        log_level=LogLevels.info,
        log_dictconfig=LOGGING,
        **SETTINGS,
    ).serve(target_loader=load)
