import type { Rule } from "../../rule";

/** How a program reaches a machine over SSH. */
export interface HostConnection {
  readonly path: string;
  readonly host: string;
  readonly port: number;
  /** Whether a host key is pinned. */
  readonly pinned: boolean;
  /** The ssh option that turns verification of the host key off, as written. */
  readonly uncheckedBy?: string | undefined;
}

/** The command provider's `remote.Command` verifies no host key if `hostKey` is absent. */
export const commandHostKey: Rule<HostConnection> = {
  name: "command-host-key",
  title: "Remote commands must pin the host's key",
  why:
    "`remote.Command` and `CopyToRemote` verify no key if `connection.hostKey` is absent. Any machine that " +
    "answers at the address gets the commands, the secrets on their standard input, and with a password " +
    "the login itself. quorate doesn't know the host's key and can't correct this: there is no " +
    "remediation.",
  judge(connections) {
    return connections.flatMap(({ path, host, port, pinned, uncheckedBy }) => {
      if (pinned && uncheckedBy === undefined) return [];
      const message =
        uncheckedBy === undefined
          ? `has no hostKey, so any machine that answers at ${host} is trusted; ${look(host, port)}, then write hostKey: "ssh-ed25519 AAAA..."`
          : `has ${uncheckedBy}, so any machine that answers is trusted; ${look(host, port)}, then leave the option out and write the key into known_hosts`;
      return [{ path, message }];
    });
  },
};

function look(host: string, port: number): string {
  const flag = port === 22 ? "" : ` -p ${String(port)}`;
  return `look at the host's own /etc/ssh/ssh_host_ed25519_key.pub, or run ssh-keyscan -t ed25519${flag} ${host} and compare`;
}
