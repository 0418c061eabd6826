#!/bin/sh
exec systemctl is-active --quiet httpd.service
