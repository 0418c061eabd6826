import { remote } from "@pulumi/command";

/**
 * An article on three nodes, with one more: create the cluster, let the nodes join, put a guest under HA. The even
 * number of nodes is the first of its traps.
 */
const [first, ...others] = ["pve1", "pve2", "pve3", "pve4"];

const connectionTo = (host: string) => ({ host, user: "root", privateKey: "unused here" });

const created = new remote.Command("create", {
  connection: connectionTo(first),
  create: `pvecm create lab && pvecm status`,
});

const joined = others.map(
  (node) =>
    new remote.Command(
      `join-${node}`,
      {
        connection: connectionTo(node),
        create: `password=hunter2hunter2; printf '%s\\nyes\\n' "$password" | pvecm add ${first}`,
      },
      { dependsOn: created },
    ),
);

new remote.Command(
  "high-availability",
  { connection: connectionTo(first), create: "ha-manager add vm:100 --state started && ha-manager status" },
  { dependsOn: joined },
);
