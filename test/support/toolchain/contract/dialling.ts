import { login, type Row } from "./row";

/** Retries and proxies. */
export const dialling: Row[] = [
  {
    name: "a closed port is dialled once more per dialErrorLimit",
    operation: "create",
    inputs: { create: "true" },
    connection: (_sshd, port) => ({ port, dialErrorLimit: 2 }),
    fails: /^after 2 failed attempts: dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/,
    logs: ["Dial 1/2 failed: retrying", "Dial 2/2 failed: retrying"],
  },
  {
    name: "dialErrorLimit: 0 does not retry",
    operation: "create",
    inputs: { create: "true" },
    connection: (_sshd, port) => ({ port, dialErrorLimit: 0 }),
    fails: /^after 0 failed attempts: dial tcp/,
    logs: [],
  },
  {
    name: "through a proxy",
    operation: "create",
    inputs: { create: "echo ${SSH_CLIENT%% *}; touch $MARK" },
    connection: (sshd) => ({ proxy: login(sshd) }),
    outputs: { stdout: "127.0.0.1" },
    ran: true,
  },
  {
    name: "a proxy that is down",
    operation: "create",
    inputs: { create: "true" },
    connection: (sshd, port) => ({ proxy: { ...login(sshd), port } }),
    fails: /^proxy: after 1 failed attempts: dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/,
    logs: ["Dial proxy 1/1 failed: retrying"],
  },
  {
    name: "a proxy with another host key",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ proxy: { ...login(sshd), hostKey: sshd.read("other.pub") } }),
    fails: /^proxy: after 1 failed attempts: ssh: handshake failed: ssh: host key mismatch$/,
    ran: false,
  },
  {
    name: "a host that the proxy can't reach",
    operation: "create",
    inputs: { create: "true" },
    connection: (sshd, port) => ({ port, proxy: login(sshd) }),
    fails: /^proxy: after 1 failed attempts: ssh: rejected: connect failed/,
    logs: ["Dial from proxy 1/1 failed: retrying"],
  },
  {
    name: "a host with another key behind a proxy",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ hostKey: sshd.read("other.pub"), proxy: login(sshd) }),
    fails: /^proxy: after 1 failed attempts: ssh: handshake failed/,
    ran: false,
  },
];
