#!/bin/sh
# pid 1 of Envoy Gateway's namespaces: the machine's own root, whose files stay as they are, and in it /certs, the only place
# where Envoy Gateway looks for certificates when it reads from an API server. All mounts end with the namespace.
#   with-certificates.sh FOLDER CERTIFICATES TOOLS COMMAND…
set -eu
folder=$1 certificates=$2 tools=$3
shift 3
root=$folder/root
mkdir -p "$root"
# An overlay wants its upper folder on another file system than its lower one.
mount -t tmpfs -o size=64m tmpfs "$root"
mkdir "$root/upper" "$root/work" "$root/all"
mount -t overlay overlay -o "lowerdir=/,upperdir=$root/upper,workdir=$root/work" "$root/all"
all=$root/all
mount -t proc proc "$all/proc"
for tree in /dev /sys "$folder" "$tools"; do
  mkdir -p "$all$tree"
  mount --rbind "$tree" "$all$tree"
done
cp -r "$certificates" "$all/certs"
exec chroot "$all" "$@"
