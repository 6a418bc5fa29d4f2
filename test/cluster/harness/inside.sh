#!/usr/bin/env bash
# Process 1 of a cluster's namespaces: becomes its first node, then starts Kubernetes, then further nodes.
# Everything made here ends with this process: mounts, interfaces, rules, containers. Started by cluster.ts, which wrote
# the configuration below $RUN and gives by environment: what node.sh reads for the first node, NODES and SERVICE_CIDR.
set -euo pipefail
source "$(dirname "$0")/node.sh"

start_runtime
etcd --data-dir="$RUN/etcd" --unsafe-no-fsync --log-level=warn > "$log/etcd.log" 2>&1 &
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
start_node

for number in $(seq 2 "$NODES"); do
  NODE=$ID-$number NODE_NUMBER=$number NODE_IP=${NODE_IP%.*}.$((number + 1)) \
    unshare --mount --net --uts --ipc "$(dirname "$0")/node.sh" > "$log/node-$number.log" 2>&1 &
  wait_for 20 "node $number" test -s "$RUN/node-$number.pid"
  ip link add "plug$number" type veth peer name node0 netns "$(cat "$RUN/node-$number.pid")"
  ip link set "plug$number" master node0 up
done

# Process 1 inherits the orphans of containers; waiting reaps them.
while :; do wait -n || true; sleep 0.2; done
