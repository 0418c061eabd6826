#!/bin/sh
logger -t keepalived "another node serves the web UI"
