/** Time limits of quorate on your machine, each with its reason. Those of a node are in program/shell/timeouts.sh. */
export const timeouts = {
  /** Milliseconds for the login to each machine on the way to a node. */
  handshakeMs: 10_000,
  /** Seconds for an attempt of a `remote.Command` to connect. */
  dialSeconds: 10,
  /** Attempts to connect to an unreachable node; `remote.Command` makes ten. */
  dialAttempts: 2,
  /** Milliseconds for an answer of Proxmox VE's API: a node proxies a request for at most 30 s. */
  apiMs: 60_000,
  /** Milliseconds until HA's manager knows all nodes: it is elected 10 to 20 s after the first guest comes. */
  haManagerMs: 180_000,
  /** Seconds for undoing or completing interrupted changes at boot: services that use their files wait for it. */
  recoverSeconds: 120,
  /** Seconds from the start of `quorate status` to its answer. */
  statusSeconds: 1.6,
  /** Seconds for a node's answer to it, if fewer are left. */
  statusLeastSeconds: 1,
  /** Milliseconds for that of a node that accepts connections, so that a busy node doesn't count as dead. */
  statusBusyMs: 5000,
} as const;
