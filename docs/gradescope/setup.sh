#!/usr/bin/env bash
# Gradescope runs this once, when it builds the autograder's image: gets the course and its tools.
set -euo pipefail
: "${AUTOGRADER:=/autograder}"

COURSE=https://github.com/OWNER/mydocker.git # where you keep the course
REF=main                                     # a tag, for the same checks all term
NODE=22

apt-get update
apt-get install -y curl git
curl -fsSL "https://deb.nodesource.com/setup_$NODE.x" | bash -
apt-get install -y nodejs
git clone --depth 1 --branch "$REF" "$COURSE" "$AUTOGRADER/course"
cd "$AUTOGRADER/course"
./setup
npm ci
sh checks/vm/setup # for containers that may make no namespaces
