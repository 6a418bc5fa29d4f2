# Made by slipway from the description of the service: change it there, not here.

import glob
import json
import logging
import os
import time

from gunicorn.instrument.statsd import Statsd
from prometheus_client import CollectorRegistry, multiprocess, start_http_server

accesslog = None
bind = "[::]:8000"
forwarded_allow_ips = "10.0.0.7"
graceful_timeout = 30
keepalive = 75
limit_request_line = 8190
max_requests = 1000
max_requests_jitter = 100
preload_app = True
pythonpath = "/app/src"
raw_env = [
    "GREETING=say \"hi\"\\",
]
statsd_host = "[2001:db8::5]:8125"
statsd_prefix = "shop"
timeout = 35
worker_class = "gevent"
worker_connections = 400
worker_tmp_dir = "/dev/shm"
workers = 1


def _request(args):
    status = str(args.get("s"))
    return {
        "remote": args.get("h"),
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
        if record.name == "gunicorn.access":
            fields = _request(record.args)
            line.update({k: v for k, v in fields.items() if v not in (None, "", "-")})
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _PlainAtoms(Statsd):
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
        "gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": ["stdout"], "propagate": False},
    },
}


if "_METRICS_WIPED" not in os.environ:
    os.environ["_METRICS_WIPED"] = "1"
    for _file in glob.glob(os.path.join(os.environ["PROMETHEUS_MULTIPROC_DIR"], "*.db")):
        os.remove(_file)


def when_ready(server):
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    start_http_server(9090, registry=registry)


def child_exit(server, worker):
    multiprocess.mark_process_dead(worker.pid)


def post_fork(server, worker):
    server.log.info("born")
