#!/bin/sh
# In the guest, as root: puts directories of the guest's own disk over those of the project that
# hold what is installed or built. The host's are another system's, and a shared folder may be slow
# and without links and owners.
set -eu
project=/vagrant
own=/var/lib/mydocker-course

# Also in the Vagrantfile: a copy that is synced one way leaves them alone.
for directory in node_modules native/build runtime/dist .cache work/.build; do
  ! mountpoint -q "$project/$directory" || continue
  mkdir -p "$own/$directory" "$project/$directory"
  chown "$(stat -c %u:%g "$project")" "$own/$directory"
  mount --bind "$own/$directory" "$project/$directory"
done

# Vagrant edits fstab, and until systemd has read it mount(8) complains on every terminal.
[ /etc/fstab -ot /run/systemd/systemd-units-load ] || systemctl daemon-reload
