#!/bin/sh
logger -t vrrp "$2 is $3 with $4"
