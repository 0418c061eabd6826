#!/bin/sh
exec /usr/bin/logger -t vrrp "$@"
