# A transaction holds the lock of $run as long as it works.
is_busy() { [ -e "$run/lock" ] && ! flock -n -s "$run/lock" true; }
