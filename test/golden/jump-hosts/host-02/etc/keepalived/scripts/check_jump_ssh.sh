#!/bin/sh
exec systemctl is-active --quiet ssh.service
