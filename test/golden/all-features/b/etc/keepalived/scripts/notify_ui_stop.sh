#!/bin/sh
logger -t vrrp stop
