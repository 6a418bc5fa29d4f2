#!/usr/bin/env bash
# A node: mounts, cgroups and a network of its own, then containerd, kubelet and kube-proxy. inside.sh makes the first one a
# part of itself (`source`); a further one is a process with namespaces of its own, joined to the first by a cable:
#   unshare --mount --net --uts --ipc node.sh
# By environment: ID RUN NODE (its name) NODE_NUMBER (from 1) NODE_IP FIRST_NODE_IP POD_NETWORKS (by node, spaces between) PATH.
set -euo pipefail
log=$RUN/log pki=$RUN/pki data=$RUN/node-$NODE_NUMBER

# --- cgroups (version 1): all processes in one group per hierarchy. The kubelet refuses to start when its memory and its
# cpu group differ, and its pods go beside this group, below /$ID/$NODE.
for hierarchy in cpu cpuacct cpuset memory devices freezer blkio pids systemd; do
  group=/sys/fs/cgroup/$hierarchy/$ID
  mkdir -p "$group/$NODE/system"
  if [ "$hierarchy" = cpuset ]; then
    for level in "$group" "$group/$NODE" "$group/$NODE/system"; do
      cat /sys/fs/cgroup/cpuset/cpuset.cpus > "$level/cpuset.cpus"
      cat /sys/fs/cgroup/cpuset/cpuset.mems > "$level/cpuset.mems"
    done
  fi
  echo $$ > "$group/$NODE/system/cgroup.procs"
done

# --- mounts: what kubelet, containerd and CNI write lies below $RUN or in memory, never on the machine.
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount --bind "$data/var-log" /var/log
mkdir -p /run/lock /run/netns /run/containerd /var/lib/kubelet /var/lib/containerd /var/lib/cni
mount --bind "$data/kubelet" /var/lib/kubelet
mount --bind "$data/containerd" /var/lib/containerd
mount --make-shared /run
mount --make-shared /var/lib/kubelet

# --- network: the first node's address is that of a bridge, a further node is plugged into it. No interface leads out; the
# default route serves service addresses, whose destination is rewritten after routing.
hostname "$NODE"
ip link set lo up
if [ "$NODE_NUMBER" = 1 ]; then
  ip link add node0 type bridge
  ip addr add "$NODE_IP/24" dev node0
  ip link set node0 up
  ip route add default dev node0
else
  # The other end was put here by inside.sh, once it saw this file.
  echo $$ > "$RUN/node-$NODE_NUMBER.pid"
  until ip link show node0 > /dev/null 2>&1; do sleep 0.05; done
  ip addr add "$NODE_IP/24" dev node0
  ip link set node0 up
  ip route add default via "$FIRST_NODE_IP"
fi
number=1
for network in $POD_NETWORKS; do
  [ "$number" = "$NODE_NUMBER" ] || ip route add "$network" via "${NODE_IP%.*}.$((number + 1))"
  number=$((number + 1))
done
sysctl -qw net.ipv4.ip_forward=1
# Refusals are to be seen as such: rate limiting of ICMP turns them into time-outs.
sysctl -qw net.ipv4.icmp_ratelimit=0

wait_for() { # wait_for SECONDS WHAT COMMAND...: ends this process, and thereby the node, when it takes too long
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then echo "waited in vain for $what"; exit 1; fi
    sleep 0.1
  done
}

start_runtime() {
  containerd --config "$data/containerd.toml" > "$log/containerd-$NODE_NUMBER.log" 2>&1 &
}

start_node() {
  wait_for 30 containerd test -S /run/containerd/containerd.sock
  kubelet --config="$data/kubelet.json" --kubeconfig="$pki/node-$NODE_NUMBER.kubeconfig" --hostname-override="$NODE" \
    --node-ip="$NODE_IP" > "$log/kubelet-$NODE_NUMBER.log" 2>&1 &
  kube-proxy --config="$data/kube-proxy.json" > "$log/kube-proxy-$NODE_NUMBER.log" 2>&1 &
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  start_runtime
  start_node
  while :; do wait -n || true; sleep 0.2; done
fi
