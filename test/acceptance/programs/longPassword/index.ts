import * as command from "@pulumi/command";
import * as random from "@pulumi/random";
import { readFileSync } from "node:fs";

const directory = `${__dirname}/../../../../.lab`;
const hostKey = readFileSync(`${directory}/known_hosts`, "utf8")
  .split("\n")
  .find((line) => line.startsWith("192.0.2.11 ssh-ed25519"))
  ?.replace(/^\S+ /, "");

/** `VrrpGroup` refuses this by itself; a policy has to in a program without our components, too. */
const password = new random.RandomPassword("keepalived-auth-pass", { length: 12, special: false });

new command.remote.Command("late", {
  connection: {
    host: "192.0.2.11",
    hostKey: hostKey ?? "",
    privateKey: readFileSync(`${directory}/id_ed25519`, "utf8"),
  },
  create: "cat >/etc/the-policy-came-too-late",
  stdin: password.result,
});
