#!/bin/sh
# In the guest, as root: everything that the first lesson would else have to wait for. What is
# there already is left as it is.
set -eu
# shellcheck disable=SC1091
set -a && . /etc/environment && set +a # the mirrors
cd /vagrant
if [ ! -e package.json ]; then
  echo "The project is not at /vagrant: vagrant reload --provision" >&2
  exit 1
fi
node checks/run.mjs busybox /tmp/busybox # sets up, installs the packages; the articles' root is there
node checks/run.mjs build
node --import tsx checks/vm/fixtures.ts
