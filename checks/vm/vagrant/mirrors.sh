#!/bin/sh
# In the guest, as root: sets the mirrors that MYDOCKER_MIRROR_… name, for readers behind slow lines.
# Nothing is changed where none is named.
set -eu

if [ "${MYDOCKER_MIRROR_APT:-}" ] && [ -d /etc/apt ]; then
  find /etc/apt \( -name '*.list' -o -name '*.sources' \) -exec sed -i -E \
    "s,https?://([a-z.]*archive|security|ports)\.ubuntu\.com/[a-z-]+,${MYDOCKER_MIRROR_APT%/}," {} +
fi

if [ "${MYDOCKER_MIRROR_DNF:-}" ] && [ -d /etc/yum.repos.d ]; then
  for repository in BaseOS AppStream CRB; do
    name=centos-$(echo "$repository" | tr '[:upper:]' '[:lower:]')
    place=${MYDOCKER_MIRROR_DNF%/}/\$stream/$repository/\$basearch/os/
    sed -i "s|^metalink=.*[?]repo=$name-\\\$stream.*|baseurl=$place|" /etc/yum.repos.d/centos*.repo
  done
fi

# For logins, sudo and the npm scripts alike; pam_env reads it.
remember() {
  sed -i "/^$1=/d" /etc/environment
  [ ! "$2" ] || echo "$1=$2" >>/etc/environment
}
touch /etc/environment
remember npm_config_registry "${MYDOCKER_MIRROR_NPM:-}"
remember MYDOCKER_MIRROR_DOCKER "${MYDOCKER_MIRROR_DOCKER:-}"
