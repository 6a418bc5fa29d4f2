# Made by slipway from the description of the service: change it there, not here.

import json
import logging
import time
from urllib.parse import unquote

from gunicorn.glogging import Logger

accesslog = "-"
bind = "0.0.0.0:8000"
control_socket_disable = True
forwarded_allow_ips = "*"
graceful_timeout = 30
keepalive = 75
threads = 16
timeout = 35
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"
workers = 2

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
        if record.name == "gunicorn.access" and isinstance(record.args, dict):
            line.update(self._request(record.args))
        elif record.name == "uvicorn.access" and len(record.args or ()) == 5:
            client, method, path, version, status = record.args
            path, _, query = path.partition("?")
            line.update(
                remote=client.rpartition(":")[0], method=method, path=unquote(path),
                query=query, protocol="HTTP/" + version, status=int(status),
            )
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)

    @staticmethod
    def _request(atoms):
        status = str(atoms.get("s"))
        fields = {
            "remote": atoms.get("h"),
            "method": atoms.get("m"),
            "path": atoms.get("U"),
            "query": atoms.get("q"),
            "protocol": atoms.get("H"),
            "status": int(status) if status.isdigit() else status,
            "bytes": atoms.get("B"),
            "seconds": atoms.get("D", 0) / 1e6,
            "referer": atoms.get("f"),
            "user_agent": atoms.get("a"),
            "forwarded_for": atoms.get("{x-forwarded-for}i"),
            "request_id": atoms.get("{x-request-id}i"),
        }
        return {key: value for key, value in fields.items() if value not in (None, "", "-")}

class _PlainAtoms(Logger):
    atoms_wrapper_class = dict


logger_class = _PlainAtoms

logconfig_dict = {
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
        "gunicorn.error": {
            "level": "INFO", "handlers": ["stderr"], "propagate": False,
        },
        "gunicorn.access": {
            "level": "INFO", "handlers": ["stdout"], "propagate": False,
        },
    },
}
