#!/bin/sh
# The image's last step, run by mmdebstrap with the new root directory and the packages of the nodes' repository.
set -eu

root=$1
packages=$(printf '%s' "$2" | tr ',' ' ')
here=$(cd "$(dirname "$0")" && pwd)
repository=$root/var/lib/lab-repository

echo 'downloading the packages that the nodes can install'
# shellcheck disable=SC2086 # one word per package
chroot "$root" apt-get install -q -y --no-install-recommends --download-only $packages
mkdir -p "$repository"
mv "$root"/var/cache/apt/archives/*.deb "$repository"
cd "$repository"
for package in *.deb; do
  # Unpacked at each install, packed never: xz would take most of the time of an install.
  dpkg-deb --raw-extract "$package" unpacked
  dpkg-deb --build -Znone unpacked "$package" >/dev/null
  rm -rf unpacked
  dpkg-deb --field "$package"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$package" "$(stat -c %s "$package")" \
    "$(sha256sum "$package" | cut -d' ' -f1)"
done >Packages
printf 'Date: %s\nSHA256:\n %s %s Packages\n' "$(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')" \
  "$(sha256sum <Packages | cut -d' ' -f1)" "$(stat -c %s Packages)" >Release

rm -rf "$root"/var/lib/apt/lists "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d
rm -f "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
cp -R "$here/files/." "$root"
find "$root/usr/local/lib/pveproxy" -type f -exec chmod 755 {} +
chmod 440 "$root/etc/sudoers.d/admin"
ln -s /usr/bin/socat "$root/usr/local/lib/pveproxy/pveproxy"
chroot "$root" apt-get -q update

# Each node gets keys and an identity of its own.
rm -f "$root"/etc/ssh/ssh_host_* "$root"/etc/hostname "$root"/etc/resolv.conf
: >"$root/etc/machine-id"
chroot "$root" useradd --create-home --shell /bin/bash admin
# Nothing runs by itself behind a test's back.
systemctl --quiet --root="$root" enable pveproxy.service
systemctl --quiet --root="$root" mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
  e2scrub_all.timer fstrim.timer systemd-timesyncd.service console-getty.service getty.target
# A login's own systemd, which only a desktop needs, costs more than the login's work here.
systemctl --quiet --root="$root" mask user@.service user-runtime-dir@.service
# A node lacks a kernel, disks and a console of its own. Each of these units slows down a boot, or takes instances of inotify.
systemctl --quiet --root="$root" mask e2scrub_reap.service modprobe@.service systemd-modules-load.service \
  dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount systemd-journal-flush.service \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service \
  systemd-ask-password-console.path systemd-ask-password-wall.path
# Each daemon-reload runs them all. There is no kernel command line, fstab, disk or console for them; init scripts there are.
find "$root/usr/lib/systemd/system-generators" ! -type d ! -name systemd-sysv-generator -delete
