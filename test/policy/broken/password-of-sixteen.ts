import { remote } from "@pulumi/command";
import { interpolate, secret } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";

/** The password isn't known before the first update: only the length that's asked for tells. */
const password = new RandomPassword("vrrp-password", { length: 16, special: false });

for (const [index, host] of ["192.0.2.11", "192.0.2.12"].entries()) {
  new remote.Command(`node${String(index + 1)}`, {
    connection: { host, user: "root", hostKey: "ssh-ed25519 AAAA" },
    logging: "none",
    stdin: secret(interpolate`global_defs {
    enable_script_security
    script_user keepalived_script
}
vrrp_instance gateway {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority ${100 - 10 * index}
    authentication {
        auth_type PASS
        auth_pass ${password.result}
    }
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`),
    create: "cat > /etc/keepalived/keepalived.conf && systemctl reload keepalived",
  });
}
