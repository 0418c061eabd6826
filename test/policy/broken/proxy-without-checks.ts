import { local } from "@pulumi/command";

/** Over ssh from this machine, to any machine that answers. */
new local.Command("haproxy", {
  create: `ssh -o StrictHostKeyChecking=no root@192.0.2.11 'install -m 644 /dev/stdin /etc/haproxy/haproxy.cfg && systemctl reload haproxy' <<'EOF'
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
EOF`,
});
