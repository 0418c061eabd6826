#!/bin/sh
logger -t vrrp gateway
