#!/bin/sh
logger -t vrrp master
