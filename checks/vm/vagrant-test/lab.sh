#!/bin/sh
# Runs a command beside a libvirtd of its own, in namespaces of their own: no network but what they
# make, nothing of the machine's libvirt touched, and nothing left running when the command ends.
#
#   lab.sh DIRECTORY COMMAND [ARGUMENT…]     DIRECTORY, as large as the machines, keeps their disks
#
# Needs root and what vagrant-test/setup installs.
set -eu
[ "${MYDOCKER_LAB:-}" ] ||
  MYDOCKER_LAB=inside exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
directory=$1
shift

ip link set lo up
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$directory/etc" "$directory/lib"
mount --bind "$directory/etc" /etc/libvirt
mount --bind "$directory/lib" /var/lib/libvirt
mount -t tmpfs tmpfs /var/cache/libvirt
mount -t tmpfs tmpfs /var/log/libvirt

# Emulators as root, and without what only a running systemd provides.
cat >/etc/libvirt/qemu.conf <<'CONF'
user = "root"
group = "root"
security_driver = "none"
cgroup_controllers = [ ]
namespaces = [ ]
remember_owner = 0
stdio_handler = "file"
CONF
cat >/etc/libvirt/libvirtd.conf <<'CONF'
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_rw_perms = "0777"
log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
CONF
/usr/sbin/libvirtd --config /etc/libvirt/libvirtd.conf >/dev/null 2>&1 </dev/null &
tries=0
until virsh --connect qemu:///system version >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || { cat /var/log/libvirt/libvirtd.log >&2; exit 1; }
  sleep 0.2
done
"$@"
