#!/bin/sh
# Makes the machine that the checks run in, out of Debian's packages alone.
#
#   image.sh DIRECTORY NODE     into DIRECTORY: root.img, vmlinuz, initrd; NODE is the guest's node
#
# Needs root, debootstrap and mke2fs; takes a minute or two and 1 GB while it works.
# MYDOCKER_MIRROR_DEBIAN names a mirror.
#
# The machine is Debian 12: the last release whose systemd boots cgroup v1 without ado, with the
# stock kernel and systemd as PID 1. Whatever else is to run in it travels on a second disk.
set -eu
directory=$1 node=$2
here=$(cd "$(dirname "$0")" && pwd)
architecture=$(dpkg --print-architecture)
suite=bookworm
root=$directory/root

# What ./setup asks for but the compilers, since everything is compiled outside.
packages=systemd,systemd-sysv,udev,dbus,kmod,procps,util-linux,iproute2,iptables,busybox-static
packages=$packages,linux-image-cloud-$architecture

# Namespaces of its own: if this is interrupted, debootstrap and its mounts go with it.
if [ ! "${MYDOCKER_MAKING:-}" ]; then
  export MYDOCKER_MAKING=yes
  exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" "$@"
fi

guest() { chroot "$root" env PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

install_debian() {
  debootstrap --variant=minbase --include="$packages" "$suite" "$root" \
    ${MYDOCKER_MIRROR_DEBIAN:+"$MYDOCKER_MIRROR_DEBIAN"}
  install -D -m 755 "$node" "$root/usr/local/bin/node"
  guest node --version >/dev/null || {
    echo "$node does not run in Debian 12: use a Node from nodejs.org or NodeSource."
    exit 1
  }
}

configure() {
  install -m 644 "$here/guest/mydocker-vm.service" "$root/etc/systemd/system/"
  guest systemctl enable mydocker-vm.service
  # Nothing may start in the middle of a check, and nobody logs in.
  guest systemctl mask getty@tty1.service serial-getty@ttyS0.service serial-getty@ttyAMA0.service \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
    systemd-tmpfiles-clean.timer e2scrub_reap.service
  # Or every boot would be the first one after an update.
  touch "$root/etc/.updated" "$root/var/.updated"
  # The machine's disks are all known: an initrd that need not look for others is small.
  echo MODULES=list >"$root/etc/initramfs-tools/conf.d/known-disks"
  printf '%s\n' virtio_pci virtio_blk ext4 >>"$root/etc/initramfs-tools/modules"
  guest update-initramfs -u >/dev/null
  guest systemd-machine-id-setup # or every boot would be a first one
  echo mydocker-vm >"$root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 mydocker-vm\n' >"$root/etc/hosts"
}

make_disk() {
  mv "$root"/boot/vmlinuz-* "$directory/vmlinuz"
  mv "$root"/boot/initrd.img-* "$directory/initrd"
  rm -rf "${root:?}"/boot/* "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb \
    "$root"/var/lib/apt/lists/* "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/*
  mke2fs -q -t ext4 -O ^has_journal -L mydocker-vm -d "$root" "$directory/root.img" 4G
  rm -r "$root"
}

install_debian
configure
make_disk
