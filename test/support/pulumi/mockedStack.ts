import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import { noFacts, type UnitFacts } from "../../../agent/facts";

export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly inputs: Record<string, unknown>;
  /** The inputs as they travel to the engine, secrets in their wrapping. */
  readonly wire: Record<string, unknown>;
  /** Names of the resources it explicitly or implicitly waits for. */
  readonly dependsOn: readonly string[];
  readonly parent: string;
  readonly parentType: string;
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/**
 * What a program declares, by the registration requests that the engine would get; nothing is run. In a preview nobody
 * knows what a resource gives.
 */
export async function declare(program: () => unknown, preview = false): Promise<Map<string, Declared>> {
  const declared = new Map<string, Declared>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs }) => ({
        id: `${name}-id`,
        state: {
          ...(inputs as object),
          ...(type === passwordType && !preview ? { result: "Sw0rdf1s" } : {}),
          ...(type === commandType && !preview ? { stdout: `what ${name} prints` } : {}),
        },
      }),
      call: ({ inputs }) => inputs as object,
    },
    "quorate",
    "test",
    preview,
  );
  listen(pulumi.runtime.getMonitor() as unknown as Monitor, declared);
  await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
  await pulumi.runtime.disconnect();
  return declared;
}

interface Request {
  getName(): string;
  getType(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> };
}

interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
}

/** Mocks don't see dependencies and parents; the requests that they answer have them. */
function listen(monitor: Monitor, declared: Map<string, Declared>): void {
  const answer = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const [name, type] = [request.getName(), request.getType()];
    const wire = request.getObject().toJavaScript();
    declared.set(`${type} ${name}`, {
      name,
      type,
      inputs: unwrapped(wire) as Record<string, unknown>,
      wire,
      dependsOn: request.getDependenciesList().map(nameOf).sort(),
      parent: nameOf(request.getParent()),
      parentType: typeOf(request.getParent()),
    });
    return answer(request, callback);
  };
}

/** Secrets travel as objects with a signature; here their values are looked at. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value && "value" in value) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unwrapped(each)]));
}

const passwordType = "random:index/randomPassword:RandomPassword";
export const commandType = "command:remote:Command";

/** The remote Commands among what was declared, by name. */
export function commands(declared: ReadonlyMap<string, Declared>): Map<string, Declared> {
  const found = [...declared.values()].filter(({ type }) => type === commandType);
  return new Map(found.map((each) => [each.name, each]));
}

/** A unit that a node has, in another version. */
export const unitFacts: UnitFacts = {
  digest: "d".repeat(64),
  held: false,
  base: "0ddba11",
  signature: "e".repeat(64),
  signatureBase: "",
  drift: [],
};

export const nodes = ["n1", "n2", "n3"] as const;
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7nF1Yd2Jm0cDq0v8y4Tn1y9zW3hK4yqWlQF0p8kq3u";

/** Three nodes; their facts are given, nobody is asked. */
export function threeNodes(facts: ClusterFacts = new Map(nodes.map((name) => [name, noFacts]))) {
  return {
    name: "lab",
    platform: "debian" as const,
    networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
    nodes: Object.fromEntries(
      nodes.map((name, index) => [name, { address: `192.0.2.${String(11 + index)}`, hostKey }]),
    ),
    facts: () => Promise.resolve(facts),
  };
}

export const uiGroup = {
  virtualRouterId: 51,
  virtualIpaddress: ["192.0.2.100/24"],
  order: ["n1", "n2", "n3"],
  track: [{ process: "pveproxy" }],
};

export const sshBalancer = {
  frontends: { ssh: { bind: "192.0.2.101:22", defaultBackend: "ssh" } },
  backends: { ssh: { check: { ssh: true as const }, nodes: 22 } },
};
