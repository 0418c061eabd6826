import type { CommandText } from "./secrets";
import type { Rule } from "../../rule";

interface Liar {
  readonly command: RegExp;
  /** Commands or texts that show that the script verifies the outcome itself. */
  readonly proof: RegExp;
  readonly lie: string;
  readonly instead: string;
}

/**
 * Commands that return 0 on failure, as measured on pve-cluster 9.1.6, pve-ha-manager 5.2.0 and corosync 3.1.9
 * (lab/pve/README.md).
 */
const liars: readonly Liar[] = [
  {
    command: /\bpvecm\s+(?:create|add)\b/,
    proof: /successfully added node|\/var\/log\/pve\/tasks\/index/,
    lie: "returns 0 even if its worker fails, so Pulumi goes on",
    instead: "look for `successfully added node`, or for OK in /var/log/pve/tasks/index",
  },
  {
    command: /\bcorosync-cfgtool\s+-R\b/,
    proof: /\bcorosync-cmapctl\b/,
    lie: "returns 0 even if corosync refuses the file, so Pulumi goes on",
    instead: "compare `corosync-cmapctl -g totem.config_version` on each node",
  },
  {
    command: /\bmv\b[^\n;&|]*\s\/etc\/pve\/corosync\.conf(?=\s*(?:$|[\n;&|]))/,
    proof: /\bcorosync-cmapctl\b/,
    lie: "returns 0 even if the version is too low or corosync refuses the file, so Pulumi goes on",
    instead: "compare `corosync-cmapctl -g totem.config_version` on each node",
  },
  {
    command: /\bha-manager\s+(?:crm-command\s+)?(?:migrate|relocate)\b/,
    proof: /\bha-manager\s+status\b/,
    lie: "returns 0 once the request is queued, even for a missing node, so Pulumi goes on",
    instead: "wait until `ha-manager status` shows the guest on its node",
  },
];

/** Pulumi takes exit code 0 for success, and continues with the next resource. */
export const commandExitCode: Rule<Pick<CommandText, "path" | "text">> = {
  name: "command-exit-code",
  title: "A command that returns 0 on failure must have its outcome checked another way",
  why:
    "Pulumi takes 0 for success, and continues with dependent resources: the next node joins a missing " +
    "cluster. `pvecm add`, `pvecm create`, `corosync-cfgtool -R` and `ha-manager migrate` return 0 on " +
    "failure. So does `mv` to /etc/pve/corosync.conf, which corosync may refuse afterwards.",
  judge(scripts) {
    return scripts.flatMap(({ path, text }) =>
      liars.flatMap(({ command, proof, lie, instead }) => {
        const found = command.exec(text)?.[0];
        if (found === undefined || proof.test(text)) return [];
        return [{ path, message: `\`${found}\` ${lie}; ${instead}` }];
      }),
    );
  },
};
