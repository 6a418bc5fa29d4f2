#!/usr/bin/env bash
# Process 1 of a cluster's namespaces: gives it mounts, cgroups and an address of its own, then starts Kubernetes.
# Everything made here ends with this process: mounts, interfaces, rules, containers. Started by cluster.ts, which wrote
# the configuration below $RUN and gives by environment: ID RUN NODE_IP SERVICE_CIDR PATH.
set -euo pipefail
log=$RUN/log pki=$RUN/pki

# --- cgroups (version 1): all processes in one group per hierarchy. The kubelet refuses to start when its memory and its
# cpu group differ, and its pods go beside this group, below /$ID.
for hierarchy in cpu cpuacct cpuset memory devices freezer blkio pids systemd; do
  group=/sys/fs/cgroup/$hierarchy/$ID
  mkdir -p "$group/system"
  if [ "$hierarchy" = cpuset ]; then
    for level in "$group" "$group/system"; do
      cat /sys/fs/cgroup/cpuset/cpuset.cpus > "$level/cpuset.cpus"
      cat /sys/fs/cgroup/cpuset/cpuset.mems > "$level/cpuset.mems"
    done
  fi
  echo $$ > "$group/system/cgroup.procs"
done

# --- mounts: what kubelet, containerd and CNI write lies below $RUN or in memory, never on the machine.
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount --bind "$RUN/var-log" /var/log
mkdir -p /run/lock /run/netns /run/containerd /var/lib/kubelet /var/lib/containerd /var/lib/cni
mount --bind "$RUN/kubelet" /var/lib/kubelet
mount --bind "$RUN/containerd" /var/lib/containerd
mount --make-shared /run
mount --make-shared /var/lib/kubelet

# --- network: a bridge that carries the node's address. No interface leads out; the default route serves service addresses,
# whose destination is rewritten after routing.
hostname "$ID"
ip link set lo up
ip link add node0 type bridge
ip addr add "$NODE_IP/24" dev node0
ip link set node0 up
ip route add default dev node0
sysctl -qw net.ipv4.ip_forward=1
# Refusals are to be seen as such: rate limiting of ICMP turns them into time-outs.
sysctl -qw net.ipv4.icmp_ratelimit=0

wait_for() { # wait_for SECONDS WHAT COMMAND...: ends process 1, and thereby everything, when it takes too long
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" > /dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then echo "waited in vain for $what"; exit 1; fi
    sleep 0.1
  done
}

etcd --data-dir="$RUN/etcd" --unsafe-no-fsync --log-level=warn > "$log/etcd.log" 2>&1 &
containerd --config "$RUN/containerd.toml" > "$log/containerd.log" 2>&1 &
kube-apiserver \
  --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 --secure-port=6443 --advertise-address="$NODE_IP" \
  --service-cluster-ip-range="$SERVICE_CIDR" --allow-privileged=true \
  --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --client-ca-file="$pki/ca.crt" \
  --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
  --kubelet-client-certificate="$pki/apiserver-kubelet.crt" --kubelet-client-key="$pki/apiserver-kubelet.key" \
  --kubelet-certificate-authority="$pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc.cluster.local \
  --service-account-key-file="$pki/service-account.pub" --service-account-signing-key-file="$pki/service-account.key" \
  --requestheader-client-ca-file="$pki/front-ca.crt" --requestheader-allowed-names=front-proxy \
  --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
  --requestheader-extra-headers-prefix=X-Remote-Extra- \
  --proxy-client-cert-file="$pki/front-proxy.crt" --proxy-client-key-file="$pki/front-proxy.key" \
  > "$log/kube-apiserver.log" 2>&1 &

# Ready and not only alive: the controller manager exits when its roles are not there yet.
admin="kubectl --kubeconfig=$pki/admin.kubeconfig"
wait_for 60 "the API server" $admin get --raw /readyz
$admin create clusterrolebinding kube-proxy --clusterrole=system:node-proxier --user=system:kube-proxy > /dev/null
# Tests talk to the server through this socket: it is reached from outside of the network namespace, by path.
$admin proxy --unix-socket="$RUN/api.sock" --reject-methods= > "$log/proxy-socket.log" 2>&1 &

kube-controller-manager --kubeconfig="$pki/controller-manager.kubeconfig" \
  --authentication-kubeconfig="$pki/controller-manager.kubeconfig" \
  --authorization-kubeconfig="$pki/controller-manager.kubeconfig" \
  --root-ca-file="$pki/ca.crt" --service-account-private-key-file="$pki/service-account.key" \
  --use-service-account-credentials=true --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" \
  --allocate-node-cidrs=false --leader-elect=false --bind-address=127.0.0.1 \
  > "$log/kube-controller-manager.log" 2>&1 &
kube-scheduler --kubeconfig="$pki/scheduler.kubeconfig" --authentication-kubeconfig="$pki/scheduler.kubeconfig" \
  --authorization-kubeconfig="$pki/scheduler.kubeconfig" --leader-elect=false --bind-address=127.0.0.1 \
  > "$log/kube-scheduler.log" 2>&1 &
wait_for 30 containerd test -S /run/containerd/containerd.sock
kubelet --config="$RUN/kubelet.json" --kubeconfig="$pki/node.kubeconfig" --hostname-override="$ID" \
  --node-ip="$NODE_IP" > "$log/kubelet.log" 2>&1 &
kube-proxy --config="$RUN/kube-proxy.json" > "$log/kube-proxy.log" 2>&1 &

# Process 1 inherits the orphans of containers; waiting reaps them.
while :; do wait -n || true; sleep 0.2; done
