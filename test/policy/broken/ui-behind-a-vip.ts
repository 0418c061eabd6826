import { remote } from "@pulumi/command";

/** An article on the web UI: keepalived on three Proxmox nodes, the same file on each but for state and priority. */
const nodes = [
  { name: "pve1", host: "192.168.1.101", state: "MASTER", priority: 100 },
  { name: "pve2", host: "192.168.1.102", state: "BACKUP", priority: 90 },
  { name: "pve3", host: "192.168.1.103", state: "BACKUP", priority: 80 },
];

for (const { name, host, state, priority } of nodes) {
  const connection = { host, user: "root", hostKey: "ssh-ed25519 AAAA" };
  const packages = new remote.Command(`${name}-packages`, {
    connection,
    create: "apt update && apt install keepalived -y",
  });
  new remote.Command(
    `${name}-keepalived`,
    {
      connection,
      create: `cat > /etc/keepalived/keepalived.conf << 'EOF'
global_defs {
    enable_script_security
    script_user root
    weight -20
}

vrrp_script chk_proxmox {
    script "pidof pveproxy"
    interval 2
}

vrrp_instance VI_1 {
    state ${state}
    interface vmbr0
    virtual_router_id 51
    priority ${String(priority)}
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass password
    }
    virtual_ipaddress {
        192.168.100.10
    }
    track_script {
        chk_proxmox
    }
    notify_master ""
    notify_backup ""
    notify_fault ""
}
EOF
keepalived -t
systemctl start keepalived
systemctl enable keepalived`,
    },
    { dependsOn: packages },
  );
}
