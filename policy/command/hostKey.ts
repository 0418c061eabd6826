import { commandHostKey as rule, type HostConnection } from "../../model/command/rules/hostKey";
import { isCommand, recordOf } from "../documents";
import { judgement } from "../judgement";
import type { Registered } from "../registered";

export const hostKey = judgement(rule, {
  resource: (resource) => [...pinnedBy(resource), ...uncheckedIn(resource)],
  wrong: { "a: remote.Command": { connection: { host: "192.0.2.11", user: "root" }, create: "uptime" } },
  right: {
    "a: remote.Command": {
      connection: { host: "192.0.2.11", user: "root", hostKey: "ssh-ed25519 AAAA..." },
      create: "uptime",
    },
  },
});

/** The connections of a remote command: its own and its proxy's. */
function pinnedBy({ type, name, inputs: { values, unknowns } }: Registered): HostConnection[] {
  if (!isCommand(type) || !type.startsWith("command:remote:") || unknowns.has("connection")) return [];
  const connection = recordOf(values["connection"]);
  const hops = "proxy" in connection ? ["connection", "connection.proxy"] : ["connection"];
  return hops.map((path) => {
    const hop = recordOf(path === "connection" ? connection : connection["proxy"]);
    return {
      path: `${name}.${path}`,
      host: typeof hop["host"] === "string" ? hop["host"] : "the host",
      port: typeof hop["port"] === "number" ? hop["port"] : 22,
      // A key that isn't known yet is present all the same.
      pinned:
        unknowns.has(`${path}.hostKey`) || (typeof hop["hostKey"] === "string" && hop["hostKey"] !== ""),
    };
  });
}

/** ssh and scp in a local command that skip verification of the host's key. */
function uncheckedIn({ type, name, inputs: { values } }: Registered): HostConnection[] {
  if (!isCommand(type)) return [];
  const option = /\b(?:StrictHostKeyChecking[= ](?:no|off|accept-new)|UserKnownHostsFile[= ]\/dev\/null)\b/;
  return ["create", "update", "delete"].flatMap((key) => {
    const text = values[key];
    const uncheckedBy = typeof text === "string" ? option.exec(text)?.[0] : undefined;
    const path = `${name}.${key}`;
    return uncheckedBy === undefined ? [] : [{ path, host: "HOST", port: 22, pinned: false, uncheckedBy }];
  });
}
