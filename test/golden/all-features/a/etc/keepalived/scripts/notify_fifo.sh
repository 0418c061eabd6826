#!/bin/sh
exec logger -t vrrp -f "$1"
