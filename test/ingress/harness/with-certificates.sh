#!/bin/sh
# pid 1 of Envoy Gateway's namespaces: the machine's own root, whose files stay as they are, and in it /certs, the only place
# where Envoy Gateway looks for certificates when it reads from an API server. All mounts end with the namespace.
#   with-certificates.sh FOLDER CERTIFICATES TOOLS COMMAND…
set -eu
folder=$1 certificates=$2 tools=$3
shift 3
. "$(dirname "$0")/own-root.sh"
own_root "$folder" 64m
for tree in "$folder" "$tools"; do
  mkdir -p "$all$tree"
  mount --rbind "$tree" "$all$tree"
done
cp -r "$certificates" "$all/certs"
exec chroot "$all" "$@"
