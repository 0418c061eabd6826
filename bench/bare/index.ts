import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

const lab = join(__dirname, "../../.lab");
const privateKey = pulumi.secret(readFileSync(join(lab, "id_ed25519"), "utf8"));
const knownHosts = readFileSync(join(lab, "known_hosts"), "utf8").split("\n");

const prerequisites = (address: string) => `
DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install keepalived haproxy rsyslog logrotate procps >/dev/null
useradd --system --no-create-home --shell /usr/sbin/nologin keepalived_script
sysctl -q -w net.ipv4.ip_nonlocal_bind=1
printf 'AddressFamily inet\\nListenAddress ${address}\\nListenAddress 127.0.0.1\\n' >/etc/ssh/sshd_config.d/01-haproxy.conf
systemctl reload ssh`;

const haproxy = `cat >/etc/haproxy/haproxy.cfg <<'END'
global
  maxconn 4096
  user haproxy
  group haproxy
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
frontend ssh
  bind 192.0.2.101:22
  default_backend ssh
backend ssh
  balance roundrobin
  option tcp-check
  tcp-check expect rstring ^SSH-
  server n1 192.0.2.11:22 check
  server n2 192.0.2.12:22 check
  server n3 192.0.2.13:22 check
END
systemctl restart haproxy`;

const instance = (name: string, id: number, priority: number, process: string) => `
vrrp_script ${name} {
  script "/usr/bin/pgrep -x ${process}"
  interval 2
  weight -30
}
vrrp_instance ${name} {
  state BACKUP
  interface eth0
  virtual_router_id ${String(id)}
  priority ${String(priority)}
  advert_int 1
  authentication {
    auth_type PASS
    auth_pass Bench123
  }
  virtual_ipaddress {
    192.0.2.${String(id + 49)}/24
  }
  track_script {
    ${name}
  }
}`;

const keepalived = (index: number) => `cat >/etc/keepalived/keepalived.conf <<'END'
global_defs {
  enable_script_security
  script_user keepalived_script
}${instance("ui", 51, 100 - 10 * index, "pveproxy")}${instance("ssh", 52, 80 + 10 * ((index + 1) % 3), "haproxy")}
END
systemctl restart keepalived`;

["192.0.2.11", "192.0.2.12", "192.0.2.13"].forEach((host, index) => {
  const hostKey =
    knownHosts.find((line) => line.startsWith(`${host} ssh-ed25519 `))?.slice(host.length + 1) ?? "";
  const connection = { host, privateKey, hostKey };
  const run = (name: string, create: string, dependsOn: pulumi.Resource[]) =>
    new command.remote.Command(`${name}-n${String(index + 1)}`, { connection, create }, { dependsOn });
  const first = run("prerequisites", prerequisites(host), []);
  run("keepalived", keepalived(index), [run("haproxy", haproxy, [first])]);
});
