#!/bin/sh
# In the guest, as root: installs Node from NodeSource, since the distributions' own are too old.
# A Node that is new enough stays.
set -eu
major=${MYDOCKER_NODE:-24}
oldest=20

now=$(command -v node >/dev/null && node --print 'parseInt(process.versions.node)' || echo 0)
[ "$now" -lt "$oldest" ] || exit 0

if command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -y -q --no-install-recommends ca-certificates curl
  key=/usr/share/keyrings/nodesource.asc
  curl -fsSL -o "$key" https://deb.nodesource.com/gpgkey/nodesource-repo.gpg.key
  mirror=${MYDOCKER_MIRROR_NODE:-https://deb.nodesource.com}
  echo "deb [signed-by=$key] ${mirror%/}/node_$major.x nodistro main" >/etc/apt/sources.list.d/nodesource.list
  apt-get update -q
  apt-get install -y -q --no-install-recommends nodejs
else
  mirror=${MYDOCKER_MIRROR_NODE:-https://rpm.nodesource.com}
  cat >/etc/yum.repos.d/nodesource.repo <<REPO
[nodesource]
name=Node.js $major
baseurl=${mirror%/}/pub_$major.x/nodistro/nodejs/\$basearch
gpgkey=https://rpm.nodesource.com/gpgkey/ns-operations-public.key
gpgcheck=1
module_hotfixes=1
REPO
  dnf install -y nodejs
fi
