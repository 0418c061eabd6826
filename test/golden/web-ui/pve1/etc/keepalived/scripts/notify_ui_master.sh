#!/bin/sh
logger -t keepalived "this node serves the web UI"
