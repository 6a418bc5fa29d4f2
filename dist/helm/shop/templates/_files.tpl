{{/* The file web.gunicorn.conf.py. */}}
{{- define "shop.web.gunicorn.conf.py" -}}
# Made by slipway from the description of the service: change it there, not here.

import json
import logging
import time

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
workers = {{ include "shop.cores" (list 2 (.Values.web.resources.limits.cpu | default .Values.web.resources.requests.cpu)) }}


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
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
    },
}
{{ end }}

{{/* What changes when one of the files does, so that pods start anew: the sum of the list that sha256sum prints. */}}
{{- define "shop.web-config-map.checksum" -}}
{{- $lines := list -}}
{{- $lines = append $lines (printf "%s  %s\n" (include "shop.web.gunicorn.conf.py" . | sha256sum) "etc__gunicorn__gunicorn.conf.py") -}}
{{- join "" $lines | sha256sum -}}
{{- end }}
