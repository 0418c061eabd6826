import { remote } from "@pulumi/command";

/** An article on jump hosts: keepalived and haproxy on two RHEL servers; SSH logins at the VIP go to either in turn. */
const servers = [
  { name: "ha0", host: "192.168.2.230", state: "MASTER", priority: 100 },
  { name: "ha1", host: "192.168.2.231", state: "BACKUP", priority: 90 },
];
const vip = "192.168.2.232";

const haproxy = `global
    daemon
    log /dev/log local0
    maxconn 4096
    user haproxy
    group haproxy

defaults
    mode tcp
    log global
    option tcplog
    timeout connect 5s
    timeout client 1h
    timeout server 1h

frontend ssh_front
    bind ${vip}:22
    default_backend ssh_back

backend ssh_back
    balance roundrobin
    option tcp-check
    tcp-check connect port 22
    tcp-check expect rstring ^SSH-
${servers.map(({ name, host }) => `    server ${name} ${host}:22 check`).join("\n")}
`;

for (const { name, host, state, priority } of servers) {
  const keepalived = `vrrp_script chk_haproxy {
    script "pidof haproxy >/dev/null"
    interval 2
    weight 10
}

vrrp_instance VI_1 {
    state ${state}
    interface enp2s0
    virtual_router_id 51
    priority ${String(priority)}
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass MySecretPass
    }
    virtual_ipaddress {
        ${vip}/24
    }
    track_script {
        chk_haproxy
    }
}
`;
  new remote.Command(name, {
    connection: { host, user: "root", hostKey: "ssh-ed25519 AAAA" },
    environment: { KEEPALIVED: keepalived, HAPROXY: haproxy },
    create: `dnf -y install haproxy keepalived
printf '%s' "$KEEPALIVED" > /etc/keepalived/keepalived.conf
printf '%s' "$HAPROXY" > /etc/haproxy/haproxy.cfg
printf 'AddressFamily inet\\nListenAddress ${host}\\n' > /etc/ssh/sshd_config.d/01-haproxy.conf
systemctl restart sshd
sysctl -w net.ipv4.ip_nonlocal_bind=1
systemctl enable --now keepalived haproxy`,
  });
}
