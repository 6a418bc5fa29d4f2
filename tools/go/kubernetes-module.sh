#!/usr/bin/env bash
# Rewrites tools/go/kubernetes-<minor>/ for one Kubernetes release: run it by hand to move a pin, then commit what it wrote.
#
#   tools/go/kubernetes-module.sh 1.37.2 kube-apiserver kubelet ...
#   WITHOUT='k8s.io/kube-proxy k8s.io/sample-apiserver' tools/go/kubernetes-module.sh 1.30.14 kube-apiserver
#
# k8s.io/kubernetes replaces its staging modules by folders of its own repository, and Go honours the `replace`
# directives of the main module only. The same modules are published as v0.<minor>.<patch>: this writes a module that
# requires Kubernetes with its own requirements and replaces the staging modules by those published versions. A staging
# module that was not published at that version, or is unknown to the checksum database, is named in WITHOUT: its
# requirement is excluded, which works as long as none of its packages is built. Checksums stay verified.
set -euo pipefail
version=${1:?release, such as 1.37.2}; shift
staging="v0.${version#1.}"
folder="$(cd "$(dirname "$0")" && pwd)/kubernetes-${version%.*}"
mkdir -p "$folder"
source_folder=$(cd "$(mktemp -d)" && go mod init pin >/dev/null 2>&1 && go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')

{
  echo "// Kubernetes v$version; written by kubernetes-module.sh"
  echo "module slipway.dev/tools/kubernetes"
  sed -n '/^go /p; /^godebug/,/^)/p' "$source_folder/go.mod"
  echo "require k8s.io/kubernetes v$version"
  sed -n '/^require (/,/^)/p' "$source_folder/go.mod"
  echo "replace ("
  sed -n 's|^\t*\(k8s\.io/[a-z0-9./-]*\) => \./staging.*|\t\1 => \1 '"$staging"'|p' "$source_folder/go.mod"
  echo ")"
  echo "tool ("
  for command in "$@"; do echo "	k8s.io/kubernetes/cmd/$command"; done
  echo ")"
} > "$folder/go.mod"
cd "$folder"
for module in ${WITHOUT:-}; do
  go mod edit -droprequire="$module" -dropreplace="$module" -exclude="$module@v0.0.0"
done
go mod edit -fmt
# Listing the packages that would be built is what makes Go write their checksums, and no others.
GOFLAGS=-mod=mod go list -deps tool >/dev/null
