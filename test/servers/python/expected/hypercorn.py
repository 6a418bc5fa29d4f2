# Made by slipway from the description of the service: change it there, not here.

import json
import logging
import os
import sys
import time

from hypercorn.config import Config
from hypercorn.run import run

APP = "shop.asgi:application"
SETTINGS = {
    "accesslog": "-",
    "bind": "0.0.0.0:8000",
    "graceful_timeout": 30,
    "keep_alive_timeout": 75,
    "worker_class": "asyncio",
    "workers": 0,
}
# As if the server had been started by its command: modules are found where the program runs.
sys.path[0] = os.getcwd()


def _request(args):
    status = str(args.get("s"))
    return {
        "remote": (args.get("h") or "").rpartition(":")[0],
        "method": args.get("m"),
        "path": args.get("U"),
        "query": args.get("q"),
        "protocol": args.get("H"),
        "status": int(status) if status.isdigit() else status,
        "bytes": args.get("B"),
        "seconds": args.get("D", 0) / 1e6,
        "referer": args.get("f"),
        "user_agent": args.get("a"),
        "forwarded_for": args.get("{x-forwarded-for}i"),
        "request_id": args.get("{x-request-id}i"),
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
        if record.name == "hypercorn.access":
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
        "hypercorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "hypercorn.access": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
    },
}


if __name__ == "__main__":
    config = Config.from_mapping(SETTINGS)
    config.application_path = APP
    config.logconfig_dict = LOGGING
    sys.exit(run(config))
