# Sourced in a mount namespace: `all` becomes a root that shows the machine's own files and keeps what is written to itself.
#   own_root FOLDER SIZE
own_root() {
  mkdir -p "$1/root"
  # An overlay wants its upper folder on another file system than its lower one.
  mount -t tmpfs -o "size=$2" tmpfs "$1/root"
  mkdir "$1/root/upper" "$1/root/work" "$1/root/all"
  all=$1/root/all
  mount -t overlay overlay -o "lowerdir=/,upperdir=$1/root/upper,workdir=$1/root/work" "$all"
  mount -t proc proc "$all/proc"
  for tree in dev sys; do mount --rbind "/$tree" "$all/$tree"; done
}
