#!/bin/sh
exec timeout 2 bash -c '>/dev/tcp/192.0.2.12/8006' 2>/dev/null
