#!/usr/bin/env bash
# pki.sh FOLDER SERVICE_IP NODE=NODE_IP...: throw-away certificates and a kubeconfig for each component (about 1 s).
# The first node is the one that runs the API server.
set -euo pipefail
folder=$1 service=$2
shift 2
address=${1#*=}
mkdir -p "$folder"
cd "$folder"

key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2> /dev/null ||
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2> /dev/null; }

authority() {
  key "$1"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -days 7 -out "$1.crt" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}

certificate() { # NAME SUBJECT AUTHORITY clientAuth|serverAuth [ALTERNATIVE NAMES]
  key "$1"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  {
    echo 'keyUsage=critical,digitalSignature'
    echo "extendedKeyUsage=$4"
    if [ -n "${5:-}" ]; then echo "subjectAltName=$5"; fi
  } > "$1.extensions"
  openssl x509 -req -in "$1.csr" -CA "$3.crt" -CAkey "$3.key" -CAcreateserial -days 7 -extfile "$1.extensions" \
    -out "$1.crt" 2> /dev/null
  rm "$1.csr" "$1.extensions"
}

kubeconfig() {
  cat > "$1.kubeconfig" << END
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://$address:6443", certificate-authority: "$folder/ca.crt"}}]
users: [{name: test, user: {client-certificate: "$folder/$1.crt", client-key: "$folder/$1.key"}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
END
}

authority ca
authority front-ca
names=DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local
certificate apiserver /CN=kube-apiserver ca serverAuth "$names,IP:127.0.0.1,IP:$service,IP:$address"
certificate apiserver-kubelet /O=system:masters/CN=kube-apiserver-kubelet-client ca clientAuth
certificate front-proxy /CN=front-proxy front-ca clientAuth
certificate admin /O=system:masters/CN=admin ca clientAuth
certificate controller-manager /CN=system:kube-controller-manager ca clientAuth
certificate scheduler /CN=system:kube-scheduler ca clientAuth
certificate kube-proxy /CN=system:kube-proxy ca clientAuth
for name in admin controller-manager scheduler kube-proxy; do kubeconfig "$name"; done
number=1
for node; do
  name=${node%=*}
  certificate "kubelet-$number" "/CN=$name" ca serverAuth "DNS:$name,IP:${node#*=}"
  certificate "node-$number" "/O=system:nodes/CN=system:node:$name" ca clientAuth
  kubeconfig "node-$number"
  number=$((number + 1))
done
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out service-account.key 2> /dev/null
openssl pkey -in service-account.key -pubout -out service-account.pub
