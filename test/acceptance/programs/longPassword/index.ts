import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";

const directory = `${__dirname}/../../../../.lab`;

/** The class refuses this by itself; a policy has to, whatever made the component. */
const group = new pulumi.ComponentResource("quorate:keepalived:VrrpGroup", "web", {
  group: { name: "web", family: 4, virtualRouterId: 77, authPass: { kind: "generated", length: 12 } },
  subnets: ["192.0.2.0/24"],
});

const hostKey = readFileSync(`${directory}/known_hosts`, "utf8")
  .split("\n")
  .find((line) => line.startsWith("192.0.2.11 ssh-ed25519"))
  ?.replace(/^\S+ /, "");
const privateKey = pulumi.secret(readFileSync(`${directory}/id_ed25519`, "utf8"));
new command.remote.Command(
  "late",
  {
    connection: { host: "192.0.2.11", hostKey: hostKey ?? "", privateKey },
    create: "touch /etc/the-policy-came-too-late",
  },
  { parent: group },
);
