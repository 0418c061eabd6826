import { remote } from "@pulumi/command";

/** A keepalived role: a check of sshd that lowers the priority by 10, on 100 and 90; the configuration in three parts. */
const hosts = [
  { name: "host-01", host: "10.120.20.11", state: "MASTER", priority: 100 },
  { name: "host-02", host: "10.120.20.12", state: "BACKUP", priority: 90 },
];

for (const { name, host, state, priority } of hosts) {
  new remote.Command(name, {
    connection: { host, user: "admin", hostKey: "ssh-ed25519 AAAA" },
    create: `sudo useradd -r -s /usr/sbin/nologin -d /nonexistent -M keepalived_script
sudo mkdir -p /etc/keepalived/conf.d /etc/keepalived/scripts
sudo tee /etc/keepalived/scripts/check_ssh.sh << 'EOF' > /dev/null
#!/bin/bash
if systemctl is-active --quiet ssh.service; then
    exit 0
else
    exit 1
fi
EOF
sudo chmod 755 /etc/keepalived/scripts/check_ssh.sh
sudo tee /etc/keepalived/keepalived.conf << 'EOF' > /dev/null
include /etc/keepalived/conf.d/*.conf
EOF
sudo tee /etc/keepalived/conf.d/00-global_defs.conf << 'EOF' > /dev/null
global_defs {
    enable_script_security
    script_user keepalived_script
}
EOF
sudo tee /etc/keepalived/conf.d/10-vrrp_scripts.conf << 'EOF' > /dev/null
vrrp_script check_ssh {
    script "/etc/keepalived/scripts/check_ssh.sh"
    interval 2
    weight -10
    fall 2
    rise 2
    user keepalived_script
}
EOF
sudo tee /etc/keepalived/conf.d/20-vrrp_instances.conf << 'EOF' > /dev/null
vrrp_instance VI_1 {
    state ${state}
    interface eth0
    virtual_router_id 51
    priority ${String(priority)}
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass 1234
    }
    virtual_ipaddress {
        10.120.20.51/24
    }
    track_script {
        check_ssh
    }
}
EOF
sudo systemctl enable --now keepalived`,
  });
}
