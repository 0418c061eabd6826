#!/bin/sh
exec timeout 2 bash -c '>/dev/tcp/192.0.2.13/8006' 2>/dev/null
