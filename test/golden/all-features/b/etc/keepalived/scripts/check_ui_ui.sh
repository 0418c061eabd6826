#!/bin/sh
[ "$(curl --silent --output /dev/null --max-time 2 --insecure --noproxy '*' --write-out '%{http_code}' https://192.0.2.12:8006/)" = 200 ]
