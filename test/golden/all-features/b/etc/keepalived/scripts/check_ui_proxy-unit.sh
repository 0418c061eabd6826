#!/bin/sh
exec systemctl is-active --quiet pveproxy.service
