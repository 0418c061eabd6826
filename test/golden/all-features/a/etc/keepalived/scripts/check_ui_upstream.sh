#!/bin/sh
exec curl --fail --silent --output /dev/null --max-time 2 --noproxy '*' 'http://192.0.2.200:8080/healthz?full=1'
