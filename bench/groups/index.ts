import { remote } from "@pulumi/command";
import { Answers } from "../../agent/answers";
import { ProxmoxCluster, VrrpGroup } from "../../components";

const nodes = Array.from({ length: 32 }, (_, index) => `n${String(index + 1)}`);
const groups = Array.from({ length: 200 }, (_, index) => index + 1);
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7nF1Yd2Jm0cDq0v8y4Tn1y9zW3hK4yqWlQF0p8kq3u";

/** The members of a group: `count` neighbours in the ring of nodes. */
function membersOf(group: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => nodes[(group + index) % nodes.length] ?? "");
}

/** quorate's components: each group is a component with a unit on each member. */
function components(members: number): void {
  const cluster = new ProxmoxCluster("many", {
    name: "many",
    platform: "debian",
    networks: { lan: { subnet: "10.0.0.0/16", interface: "eth0" } },
    nodes: Object.fromEntries(
      nodes.map((name, index) => [name, { address: `10.0.0.${String(index + 1)}`, hostKey }]),
    ),
    // No node exists that could answer.
    facts: () => Promise.resolve(new Answers(new Map())),
  });
  for (const group of groups) {
    new VrrpGroup(`group-${String(group)}`, {
      cluster,
      virtualRouterId: group,
      virtualIpaddress: [`10.0.1.${String(group)}/16`],
      order: membersOf(group, members),
      track: [{ process: "pveproxy" }],
    });
  }
}

/** A program without quorate: one Command per node writes all its groups at once. */
function files(members: number): void {
  for (const [index, node] of nodes.entries()) {
    const own = groups.filter((group) => membersOf(group, members).includes(node));
    const instances = own.map(
      (group) => `vrrp_instance group_${String(group)} {
    state BACKUP
    interface eth0
    virtual_router_id ${String(group)}
    priority ${String(((index + group) % nodes.length) + 100)}
    advert_int 1
    virtual_ipaddress {
        10.0.1.${String(group)}/16
    }
    track_script {
        check_ui
    }
}
`,
    );
    new remote.Command(node, {
      connection: { host: `10.0.0.${String(index + 1)}`, user: "root", hostKey },
      create: `cat >/etc/keepalived/keepalived.conf <<'EOF'
global_defs {
    enable_script_security
    script_user keepalived_script
}
vrrp_script check_ui {
    script "/etc/keepalived/scripts/check_ui.sh"
    weight -50
}
${instances.join("")}EOF
systemctl reload keepalived`,
    });
  }
}

const { GROUPS_AS = "components", GROUP_MEMBERS = "3" } = process.env;
if (GROUPS_AS === "files") files(Number(GROUP_MEMBERS));
else components(Number(GROUP_MEMBERS));
