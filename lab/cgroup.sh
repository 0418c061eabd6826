# shellcheck shell=sh
# join GROUP: moves this shell and its later children to a control group. The nodes' systemds would otherwise share
# one, and stop each other's services.
join() {
  for hierarchy in $(findmnt --noheadings --output TARGET --types cgroup2) \
    $(findmnt --noheadings --output TARGET --types cgroup --options name=systemd); do
    mkdir -p "$hierarchy/$1"
    echo $$ >"$hierarchy/$1/cgroup.procs"
  done
}
