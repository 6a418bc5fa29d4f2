# Made by slipway; change the app instead of this file.
# Brings an environment into the cluster. usage: sh dist/ci/deploy.sh <environment>
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
npx slipway deploy -e "$1"
