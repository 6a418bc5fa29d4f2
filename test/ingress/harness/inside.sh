#!/bin/sh
# pid 1 of the controller's namespaces: lays out the root it expects (/etc/nginx, /etc/ingress-controller, /tmp/nginx) over
# the machine's own, whose files stay as they are, and runs the controller there. All mounts end with the namespace.
#   inside.sh CONTROLLER FILES CONFIGURATION [flags of the controller]
set -eu
controller=$1 files=$2 configuration=$3
shift 3
. "$(dirname "$0")/own-root.sh"
own_root "$(dirname "$configuration")" 512m

rm -rf "$all/etc/nginx/modules-enabled" "$all/etc/ingress-controller"
mkdir -p "$all/etc/nginx/template" "$all/etc/ingress-controller" "$all/tmp/nginx" "$all/var/log/nginx"
cp -r "$files/lua" "$all/etc/nginx/lua"
cp -r "$configuration/lua" "$all/etc/nginx/stand-ins"
cp "$files/nginx.conf" "$all/etc/nginx/nginx.conf"
cp "$configuration/nginx.tmpl" "$all/etc/nginx/template/nginx.tmpl"
cp "$configuration/kubeconfig" "$all/etc/ingress-controller/kubeconfig"
cp "$controller" "$all/usr/bin/nginx-ingress-controller"
ln -sf /usr/sbin/nginx "$all/usr/bin/nginx"
for folder in ssl auth geoip telemetry; do mkdir -p "$all/etc/ingress-controller/$folder"; done
chown -R www-data:www-data "$all/etc/nginx" "$all/etc/ingress-controller" "$all/tmp/nginx" "$all/var/log/nginx"
chmod -R u+rwX "$all/etc/nginx"
# Not `exec`: whoever changes its user loses the signal by which it ends with its parent (prctl PR_SET_PDEATHSIG), so that
# root stays pid 1, and takes everything in the namespace with it.
chroot "$all" /usr/bin/setpriv --reuid=33 --regid=33 --clear-groups --inh-caps=-all \
  /usr/bin/nginx-ingress-controller "$@"
