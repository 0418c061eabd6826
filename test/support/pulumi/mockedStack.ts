import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "../../../components/cluster/gatherFacts";
import { Answers } from "../../../agent/answers";
import type { Facts, UnitFacts } from "../../../agent/facts";
import { noFacts } from "../agent/noFacts";

export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly inputs: Record<string, unknown>;
  /** The inputs in the engine's wire form, with wrapped secrets. */
  readonly wire: Record<string, unknown>;
  /** Names of the resources that it waits for, explicitly or implicitly. */
  readonly dependsOn: readonly string[];
  readonly parent: string;
  readonly parentType: string;
  readonly options: {
    /** The id of a resource that Pulumi takes over in place of a create; "" for none. */
    readonly importId: string;
    /** Names that it had before. */
    readonly aliases: readonly string[];
    readonly deleteBeforeReplace: boolean;
    /** The name of its explicit provider; "" for the default one. */
    readonly provider: string;
    /** Of a provider: variables of the engine by those of the plugin. */
    readonly envVarMappings: Readonly<Record<string, string>>;
  };
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/**
 * The resources that a program declares, from its registration requests to the engine. It runs no Command. In a
 * preview the outputs of resources are unknown.
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
  getImportid(): string;
  getAliasurnsList(): string[];
  getAliasesList(): { getSpec(): { getName(): string } | undefined }[];
  getDeletebeforereplace(): boolean;
  getProvider(): string;
  getEnvvarmappingsMap(): { toArray(): [string, string][] };
  getObject(): { toJavaScript(): Record<string, unknown> };
}

interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
}

/** Mocks don't see dependencies and parents, but their requests have them. */
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
      options: {
        importId: request.getImportid(),
        aliases: [
          ...request.getAliasurnsList().map(nameOf),
          ...request.getAliasesList().map((alias) => alias.getSpec()?.getName() ?? ""),
        ],
        deleteBeforeReplace: request.getDeletebeforereplace(),
        provider: nameOf(request.getProvider().replace(/::[^:]*$/, "")),
        envVarMappings: Object.fromEntries(request.getEnvvarmappingsMap().toArray()),
      },
    });
    return answer(request, callback);
  };
}

/** Replaces secrets, which are objects with a signature on the wire, by their values. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value && "value" in value) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unwrapped(each)]));
}

const passwordType = "random:index/randomPassword:RandomPassword";
export const commandType = "command:remote:Command";

/** The declared remote Commands, by name. */
export function commands(declared: ReadonlyMap<string, Declared>): Map<string, Declared> {
  const found = [...declared.values()].filter(({ type }) => type === commandType);
  return new Map(found.map((each) => [each.name, each]));
}

/** Facts of a unit that the node has in another version. */
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

/** Facts of each of the nodes; an Error for an unreachable one. */
export const clusterFacts = (of: (node: string) => Facts | Error): ClusterFacts =>
  new Answers(new Map(nodes.map((node) => [node, of(node)])));

/** A cluster of three nodes with these facts. It asks no node. */
export function threeNodes(facts: ClusterFacts = clusterFacts(() => noFacts)) {
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
