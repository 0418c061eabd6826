#!/bin/sh
exec timeout 2 bash -c '>/dev/tcp/192.0.2.200/25' 2>/dev/null
