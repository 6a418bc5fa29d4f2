# Made by slipway; change the app instead of this file.
# A copy of the environment preview for a proposed change.
# usage: sh dist/ci/preview.sh up <name> [image …] | down <name> | prune <time, e.g. 72h>
# KUBECONFIG_TEXT holds the kubeconfig, where there is no file.
set -eu
if [ -n "${KUBECONFIG_TEXT:-}" ]; then
  umask 077
  KUBECONFIG=$(mktemp)
  trap 'rm -f "$KUBECONFIG"' EXIT
  printf '%s\n' "$KUBECONFIG_TEXT" > "$KUBECONFIG"
  export KUBECONFIG
fi
unset KUBECONFIG_TEXT
step=$1
name=$2
shift 2
npm ci --no-audit --no-fund
case "$step" in
  up)
    images=$(IFS=,; printf '%s' "$*")
    npx slipway preview up "$name" -e preview --domain preview.example.com ${images:+--images "$images"}
    ;;
  down) npx slipway preview down "$name" -e preview ;;
  prune) npx slipway preview prune --older-than "$name" -e preview ;;
  *)
    echo "There is no step $step: up, down and prune are." >&2
    exit 2
    ;;
esac
