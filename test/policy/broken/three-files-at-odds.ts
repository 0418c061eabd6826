import { remote } from "@pulumi/command";

/** Three members of one group in three files: what is wrong can be seen only in all of them together. */
const members = [
  {
    host: "192.0.2.11",
    priority: 100,
    advertInt: 1,
    password: "T4nk-2by",
    peers: ["192.0.2.12", "192.0.2.13"],
  },
  { host: "192.0.2.12", priority: 90, advertInt: 1, password: "T4nk-2by", peers: ["192.0.2.11"] },
  {
    host: "192.0.2.13",
    priority: 90,
    advertInt: 2,
    password: "t4nk-2by",
    peers: ["192.0.2.11", "192.0.2.12"],
  },
];

for (const { host, priority, advertInt, password, peers } of members) {
  const own = host === "192.0.2.13" ? "192.0.2.100/24\n        192.0.2.101/24" : "192.0.2.100/24";
  new remote.Command(host, {
    connection: { host, user: "root", hostKey: "ssh-ed25519 AAAA" },
    create: `cat >/etc/keepalived/keepalived.conf <<'EOF'
vrrp_instance gateway {
    state BACKUP
    nopreempt
    interface eth0
    virtual_router_id 51
    priority ${String(priority)}
    advert_int ${String(advertInt)}
    unicast_src_ip ${host}
    unicast_peer {
        ${peers.join("\n        ")}
    }
    authentication {
        auth_type PASS
        auth_pass ${password}
    }
    virtual_ipaddress {
        ${own}
    }
    track_interface {
        eth1 weight -50
    }
}
EOF
cat >/etc/nftables.conf <<'EOF'
table inet filter {
    chain input {
        type filter hook input priority filter; policy drop;
        ct state established,related accept
        tcp dport 22 accept
    }
}
EOF
systemctl restart nftables keepalived`,
  });
}
