{{/* Variables that the chart sets itself; those among the values win. */}}
{{- define "shop.env" -}}
DATABASE_URL:
  valueFrom:
    secretKeyRef:
      key: url
      name: shop-db
HOME:
  value: /tmp
PYTHONDONTWRITEBYTECODE:
  value: "1"
PYTHONUNBUFFERED:
  value: "1"
REDIS_URL:
  valueFrom:
    secretKeyRef:
      key: url
      name: shop-redis
TMPDIR:
  value: /tmp
{{- end }}

{{/* Variables that the chart sets itself; those among the values win. */}}
{{- define "shop.web.env" -}}
DATABASE_URL:
  valueFrom:
    secretKeyRef:
      key: url
      name: shop-db
HOME:
  value: /tmp
PYTHONDONTWRITEBYTECODE:
  value: "1"
PYTHONUNBUFFERED:
  value: "1"
REDIS_URL:
  valueFrom:
    secretKeyRef:
      key: url
      name: shop-redis
TMPDIR:
  value: /tmp
WEB_CONCURRENCY:
  value: {{ include "shop.cores" (list 2 (.Values.web.resources.limits.cpu | default .Values.web.resources.requests.cpu)) | quote }}
{{- end }}
