import { remote } from "@pulumi/command";

const connection = { host: "192.0.2.11", user: "root", hostKey: "ssh-ed25519 AAAA" };

new remote.Command("haproxy", {
  connection,
  create: `install -m 644 /dev/stdin /etc/haproxy/haproxy.cfg <<'EOF'
defaults
    mode http
    timeout connect 5s
    timeout client 30s

frontend web
    bind :80
    bind :443 ssl crt /etc/haproxy/web.pem ssl-min-ver TLSv1.0
    default_backend apps

listen stats
    bind :8404
    stats enable
    stats uri /stats

backend app
    server one 192.0.2.21:8080
    server two 192.0.2.22:8080
EOF
systemctl reload haproxy`,
});
