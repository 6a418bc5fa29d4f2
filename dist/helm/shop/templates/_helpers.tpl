{{/* Name of the service: value of the label app.kubernetes.io/name. */}}
{{- define "shop.name" -}}
{{- .Values.nameOverride | default .Chart.Name -}}
{{- end }}

{{/* Prefix of the names of all objects: the release, followed by the service unless the release is named after it. */}}
{{- define "shop.fullname" -}}
{{- $name := include "shop.name" . -}}
{{- $fullname := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- .Values.fullnameOverride | default $fullname -}}
{{- end }}

{{/* Labels by which pods are selected; they never change. */}}
{{- define "shop.selectorLabels" -}}
app.kubernetes.io/name: {{ include "shop.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/* Labels of all objects. */}}
{{- define "shop.labels" -}}
{{ include "shop.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end }}

{{/* Thousandths of a core in a quantity of CPU. */}}
{{- define "shop.millicores" -}}
{{- if hasSuffix "m" . -}}
{{- trimSuffix "m" . -}}
{{- else -}}
{{- round (mulf (float64 .) 1000) 0 | int64 -}}
{{- end -}}
{{- end }}

{{/* A quantity of CPU in canonical form: 1000m is 1. */}}
{{- define "shop.cpu" -}}
{{- $millicores := include "shop.millicores" . | int64 -}}
{{- if eq (mod $millicores 1000) 0 -}}
{{- div $millicores 1000 -}}
{{- else -}}
{{- $millicores }}m
{{- end -}}
{{- end }}

{{/* Whole cores in a quantity of CPU, rounded up; (list least quantity). */}}
{{- define "shop.cores" -}}
{{- $millicores := include "shop.millicores" (last .) | int64 -}}
{{- max (first .) (div (add $millicores 999) 1000) -}}
{{- end }}

{{/* A quantity of memory in canonical form: 1024Mi is 1Gi. */}}
{{- define "shop.memory" -}}
{{- $number := regexFind "^[0-9]+" . | int64 -}}
{{- $unit := regexFind "[A-Za-z]+$" . -}}
{{- $step := ternary 1024 1000 (hasSuffix "i" $unit) -}}
{{- $larger := dict "Mi" "Gi" "Gi" "Ti" "Ti" "Pi" "M" "G" "G" "T" "T" "P" -}}
{{- range until 3 -}}
{{- if and (hasKey $larger $unit) (eq (mod $number $step) 0) -}}
{{- $number = div $number $step -}}
{{- $unit = get $larger $unit -}}
{{- end -}}
{{- end -}}
{{- printf "%d%s" $number $unit -}}
{{- end }}

{{/* Mebibytes in a quantity of memory. */}}
{{- define "shop.mebibytes" -}}
{{- $number := regexFind "^[0-9]+" . | float64 -}}
{{- $unit := regexFind "[A-Za-z]+$" . -}}
{{- $binary := dict "Mi" 1 "Gi" 1024 "Ti" 1048576 -}}
{{- $decimal := dict "M" 1e6 "G" 1e9 "T" 1e12 -}}
{{- if hasKey $binary $unit -}}
{{- mulf $number (get $binary $unit) -}}
{{- else -}}
{{- divf (mulf $number (get $decimal $unit)) 1048576 -}}
{{- end -}}
{{- end }}

{{/* A map of texts, each quoted: toYaml would misspell some characters. */}}
{{- define "shop.texts" -}}
{{- $lines := list -}}
{{- range $key, $value := . -}}
{{- $lines = append $lines (printf "%s: %s" ($key | quote) ($value | quote)) -}}
{{- end -}}
{{- $lines | join "\n" | default "{}" -}}
{{- end }}

{{/* Named items of several maps, sorted by name; the last map that has a name wins. */}}
{{- define "shop.named" -}}
{{- $items := dict -}}
{{- range . -}}
{{- range $name, $item := . -}}
{{- $_ := set $items $name $item -}}
{{- end -}}
{{- end -}}
{{- $lines := list -}}
{{- range $name, $item := $items -}}
{{- $lines = append $lines (printf "- name: %s" ($name | quote)) -}}
{{- if kindIs "string" $item -}}
{{- $lines = append $lines (printf "  value: %s" ($item | quote)) -}}
{{- else if hasKey $item "value" -}}
{{- $lines = append $lines (printf "  value: %s" ($item.value | quote)) -}}
{{- else -}}
{{- $lines = append $lines (toYaml $item | indent 2) -}}
{{- end -}}
{{- end -}}
{{- join "\n" $lines -}}
{{- end }}

{{/* serviceAccountName: the same in several places. */}}
{{- define "shop.serviceAccountName" -}}
{{- if .Values.serviceAccount.name -}}
{{ .Values.serviceAccount.name }}
{{- else -}}
{{ include "shop.fullname" . }}
{{- end -}}
{{- end }}

{{/* serviceAccountName of hook: the same in several places. */}}
{{- define "shop.hook.serviceAccountName" -}}
{{- if .Values.serviceAccount.name -}}
{{ .Values.serviceAccount.name }}-hook
{{- else -}}
{{ include "shop.fullname" . }}-hook
{{- end -}}
{{- end }}

{{/* image: the same in several places. */}}
{{- define "shop.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end -}}
{{- end }}
