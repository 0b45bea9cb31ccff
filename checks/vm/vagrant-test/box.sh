#!/bin/sh
# Makes a Vagrant box for libvirt out of Debian's packages alone, in which the Vagrantfile's
# provisioning finds what it would else fetch from the internet.
#
#   box.sh DIRECTORY NODE NPM_CACHE     into DIRECTORY: mydocker.box
#
# NODE is where Node is installed (bin/node, include/node, lib/node_modules/npm), NPM_CACHE a cache
# that has every package of package-lock.json. Needs root and what vagrant-test/setup installs;
# x86-64 only; takes some minutes and 4 GB while it works.
set -eu
directory=$1 node=$2 npm_cache=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$directory/root

# as in image.sh
if [ ! "${MYDOCKER_MAKING:-}" ]; then
  export MYDOCKER_MAKING=yes
  exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" "$@"
fi

# What Vagrant needs of a box; and what ./setup would install.
packages=systemd,systemd-sysv,udev,dbus,libpam-systemd,sudo,openssh-server,rsync
packages=$packages,linux-image-cloud-amd64,grub-pc,initramfs-tools
packages=$packages,gcc,g++,make,python3,libc6-dev,linux-libc-dev
packages=$packages,iproute2,iptables,util-linux,busybox-static,kmod,procps

guest() { chroot "$root" env PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

install_debian() {
  debootstrap --variant=minbase --include="$packages" bookworm "$root" \
    ${MYDOCKER_MIRROR_DEBIAN:+"$MYDOCKER_MIRROR_DEBIAN"}
}

install_node() {
  mkdir -p "$root/usr/local/include" "$root/usr/local/lib/node_modules" "$root/usr/local/etc"
  install -m 755 "$node/bin/node" "$root/usr/local/bin/node"
  cp -r "$node/include/node" "$root/usr/local/include/" # or node-gyp would fetch the headers
  cp -r "$node/lib/node_modules/npm" "$root/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  cp -r "$npm_cache" "$root/var/cache/npm"
  printf 'cache=/var/cache/npm\noffline=true\nupdate-notifier=false\n' >"$root/usr/local/etc/npmrc"
}

# https://developer.hashicorp.com/vagrant/docs/boxes/base
make_vagrant_user() {
  guest useradd --create-home --shell /bin/bash vagrant
  echo 'vagrant ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/vagrant"
  key=$(find /usr/share /opt -name vagrant.pub -path '*/keys/*' | head -n 1)
  install -D -m 600 "$key" "$root/home/vagrant/.ssh/authorized_keys"
  guest chown -R vagrant:vagrant /home/vagrant
  echo 'UseDNS no' >>"$root/etc/ssh/sshd_config"
}

configure() {
  echo mydocker >"$root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 mydocker\n' >"$root/etc/hosts"
  echo 'LABEL=mydocker / ext4 defaults 0 1' >"$root/etc/fstab"
  printf '[Match]\nName=eth*\n[Network]\nDHCP=yes\n' >"$root/etc/systemd/network/dhcp.network"
  guest systemctl enable systemd-networkd ssh
  guest systemctl mask apt-daily.timer apt-daily-upgrade.timer systemd-networkd-wait-online
  # Without a screen GRUB's own console waits for ever.
  cat >>"$root/etc/default/grub" <<GRUB
GRUB_TIMEOUT=0
GRUB_TERMINAL=serial
GRUB_SERIAL_COMMAND="serial --unit=0 --speed=115200"
GRUB_CMDLINE_LINUX="console=ttyS0 net.ifnames=0 mitigations=off tsc=reliable"
GRUB
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* \
    "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/locale/*
}

# A disk with one partition, made without a loop device: the file system is put where it begins.
make_disk() {
  disk=$directory/disk.raw start=2048
  cp "$root"/boot/vmlinuz-* "$directory/vmlinuz"
  cp "$root"/boot/initrd.img-* "$directory/initrd"
  install -m 755 "$here/install-grub" "$root/sbin/install-grub"
  truncate -s 6G "$disk"
  echo "start=$start, type=83, bootable" | sfdisk --quiet --label dos "$disk"
  mke2fs -q -t ext4 -L mydocker -E offset=$((start * 512)) -d "$root" "$disk" "$(((6 << 20) - start / 2))k"
  rm -r "$root"
}

# GRUB finds its place only where the disk is a disk: in a machine that starts without it.
install_grub() {
  qemu-system-x86_64 -machine q35 -cpu max,-avx -m 1024 -nodefaults -display none -serial stdio -no-reboot \
    -kernel "$directory/vmlinuz" -initrd "$directory/initrd" \
    -append "root=/dev/vda1 rw console=ttyS0 quiet panic=-1 init=/sbin/install-grub" \
    -drive "file=$disk,if=virtio,format=raw" </dev/null | tee "$directory/console"
  grep -q 'install-grub: done' "$directory/console"
}

pack() {
  cd "$directory"
  qemu-img convert -O qcow2 "$disk" box.img
  echo '{"provider": "libvirt", "format": "qcow2", "virtual_size": 6}' >metadata.json
  cp "$here/box.rb" Vagrantfile
  tar -czf mydocker.box metadata.json Vagrantfile box.img
  rm "$disk" box.img metadata.json Vagrantfile vmlinuz initrd console
}

install_debian
install_node
make_vagrant_user
configure
make_disk
install_grub
pack
