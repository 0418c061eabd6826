#!/bin/sh
logger -t keepalived "this node can't serve the web UI"
