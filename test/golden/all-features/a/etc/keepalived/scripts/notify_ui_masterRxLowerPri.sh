#!/bin/sh
logger -t vrrp "again $(uname -n)"
