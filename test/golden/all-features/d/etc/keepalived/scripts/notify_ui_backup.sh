#!/bin/sh
logger -t vrrp backup
