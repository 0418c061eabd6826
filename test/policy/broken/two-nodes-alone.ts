import { remote } from "@pulumi/command";

/** An article on two nodes: two_node, a script that shuts a node down when its corosync link is down, and a guest under HA. */
const nodes = [
  { name: "pve-2node1", host: "10.0.0.1" },
  { name: "pve-2node2", host: "10.0.0.2" },
];

const script = `#!/bin/bash
MONITORED_NIC="vmbr1"
LOG_FILE="/var/log/fencing.log"
NIC_STATUS=$(ip link show $MONITORED_NIC | grep -o "state UP")
echo "$(date) - $MONITORED_NIC: $NIC_STATUS" >> $LOG_FILE
if [ "$NIC_STATUS" != "state UP" ]; then
    shutdown -h now
fi
`;

const corosync = `totem {
  version: 2
  cluster_name: two
  config_version: 3
  interface {
    linknumber: 0
  }
}
nodelist {
${nodes
  .map(
    ({ name, host }, index) =>
      `  node {\n    name: ${name}\n    nodeid: ${String(index + 1)}\n    quorum_votes: 1\n    ring0_addr: ${host}\n  }`,
  )
  .join("\n")}
}
quorum {
  provider: corosync_votequorum
  two_node: 1
}
`;

for (const [index, { name, host }] of nodes.entries()) {
  const connection = { host, user: "root", hostKey: "ssh-ed25519 AAAA" };
  new remote.Command(`${name}-fencing`, {
    connection,
    stdin: script,
    create: `cat > /var/lib/vz/snippets/fencing.sh
chmod +x /var/lib/vz/snippets/fencing.sh
cat > /etc/systemd/system/fencing.service << 'EOF'
[Service]
ExecStart=/var/lib/vz/snippets/fencing.sh
EOF
printf '[Timer]\\nOnBootSec=10s\\nOnUnitActiveSec=10s\\n[Install]\\nWantedBy=timers.target\\n' > /etc/systemd/system/fencing.timer
systemctl enable --now fencing.timer`,
  });
  if (index === 0) {
    new remote.Command("two-node", {
      connection,
      stdin: corosync,
      create: `cat > /etc/pve/corosync.conf.new && mv /etc/pve/corosync.conf.new /etc/pve/corosync.conf
ha-manager add ct:100 --state started`,
    });
  }
}
