import type { ConfigurationInput } from "../../../model";

/** A small valid configuration with three nodes, one group and one load balancer. Tests put mistakes into it. */
export function base(): ConfigurationInput {
  return {
    cluster: {
      name: "lab",
      platform: "debian",
      ssh: { hostKeys: "known_hosts" },
      networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
      nodes: {
        n1: { address: "192.0.2.11" },
        n2: { address: "192.0.2.12" },
        n3: { address: "192.0.2.13" },
      },
    },
    vrrp: {
      ui: {
        virtualRouterId: 51,
        virtualIpaddress: ["192.0.2.100/24"],
        order: ["n1", "n2", "n3"],
        track: [{ process: "haproxy" }],
      },
    },
    haproxy: {
      frontends: { ssh: { bind: "192.0.2.100:22", defaultBackend: "ssh" } },
      backends: { ssh: { check: { ssh: true }, nodes: 22 } },
    },
  };
}

/** `base()` with other values at dotted paths; undefined removes a value. */
export function spoiled(changes: Readonly<Record<string, unknown>>): ConfigurationInput {
  const input = base();
  for (const [path, value] of Object.entries(changes)) set(input, path.split("."), value);
  return input;
}

function set(target: object, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  const record = target as Record<string, unknown>;
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(record, key);
    else record[key] = value;
    return;
  }
  record[key] ??= {};
  set(record[key] as object, rest, value);
}
