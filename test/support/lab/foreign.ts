/** Changes that quorate doesn't own, and what a preview says of them. */
export const foreign: { node: string; line: string; says: RegExp }[] = [
  {
    node: "n1",
    line: "echo 'net/ipv4/ip_nonlocal_bind = 0' >/etc/sysctl.d/99-later.conf",
    says: /n1: \/etc\/sysctl\.d\/99-later\.conf sets net\.ipv4\.ip_nonlocal_bind = 0 at the next boot/,
  },
  {
    node: "n2",
    // Debian 13 has no such link any more.
    line: "ln -sf ../sysctl.conf /etc/sysctl.d/99-sysctl.conf; echo '-net.ipv4.ip_nonlocal_bind=0' >>/etc/sysctl.conf",
    says: /n2: \/etc\/sysctl\.d\/99-sysctl\.conf sets net\.ipv4\.ip_nonlocal_bind = 0 at the next boot/,
  },
  {
    node: "n3",
    line: "mkdir -p /usr/local/lib/sysctl.d && echo 'net.ipv4.ip_nonlocal_bind = 0 ' >/usr/local/lib/sysctl.d/98-z.conf",
    says: /n3: \/usr\/local\/lib\/sysctl\.d\/98-z\.conf sets net\.ipv4\.ip_nonlocal_bind = 0 at the next boot/,
  },
  {
    node: "n2",
    line: "mkdir -p /etc/systemd/system/keepalived.service.d && echo '[Service]' >/etc/systemd/system/keepalived.service.d/my.conf",
    says: /n2: \/etc\/systemd\/system\/keepalived\.service\.d\/my\.conf changes keepalived\.service/,
  },
  {
    node: "n3",
    line: "mkdir -p /run/systemd/system && cp /lib/systemd/system/haproxy.service /run/systemd/system/",
    says: /n3: \/run\/systemd\/system\/haproxy\.service changes haproxy\.service/,
  },
  { node: "n2", line: "apt-mark hold haproxy", says: /n2: package haproxy is held/ },
  {
    node: "n1",
    line: "echo 'set server ssh/n3 state maint' | socat - /run/haproxy/admin.sock",
    says: /n1: server ssh\/n3 is MAINT/,
  },
  {
    node: "n3",
    line: "ip addr add 192.0.2.100/24 dev eth0",
    says: /VRRP group ui: 192\.0\.2\.100 is held by n1 and n3 at once: .* on n3$/,
  },
];

/** Removes the files and folders that are empty after the undo. */
export const emptied =
  "find /etc/sysctl.d/99-later.conf /usr/local/lib/sysctl.d /etc/systemd/system/keepalived.service.d -empty -delete 2>&- || :";

/** A rule that drops the adverts of the group ssh (VRID 52), which n2 sends, at n1. */
export const dropRule =
  "nft 'add table ip mine; add chain ip mine input { type filter hook input priority 0; }; add rule ip mine input ip protocol 112 @th,8,8 52 drop'";
export const deaf =
  /VRRP group ssh: 192\.0\.2\.101 is held by n1 and n2 at once, because they don't get each other's adverts/;
