#!/bin/sh
# In the guest, as root: asks systemd, by the kernel's command line, for cgroups of version 1 at
# the next start.
set -eu
arguments="systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller=1"

if command -v grubby >/dev/null; then
  grubby --update-kernel=ALL --args="$arguments"
elif ! grep -q "$arguments" /etc/default/grub; then
  sed -i "s/^GRUB_CMDLINE_LINUX=\"/&$arguments /" /etc/default/grub
  update-grub
fi
