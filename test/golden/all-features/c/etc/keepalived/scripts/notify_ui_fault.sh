#!/bin/sh
set -eu
logger -t vrrp "fault on $(uname -n)"
