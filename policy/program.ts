import { hostOf, type HostPart, hostParts, isCommand } from "./documents";
import { type Host, hostFrom } from "./host";
import { hasRawLines, ownPart } from "./ownFiles";
import type { Registered } from "./registered";

/** One of quorate's components, with its args. */
export interface Component {
  readonly urn: string;
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly secrets: ReadonlySet<string> | undefined;
  /** Paths of the props that aren't known yet. */
  readonly unknowns: ReadonlySet<string>;
  /** The component's `ProxmoxCluster`, if the program registered it earlier. */
  readonly cluster: Component | undefined;
}

/**
 * The change that one registration brings. `before` is the machine without this resource's part. An `ownHost` has the
 * files of quorate's units, if one of them has raw lines.
 */
export type Change =
  | { readonly kind: "component"; readonly component: Component }
  | { readonly kind: "resource"; readonly resource: Registered }
  | { readonly kind: "host" | "ownHost"; readonly before: Host | undefined; readonly after: Host };

const clusterType = "quorate:cluster:ProxmoxCluster";

/**
 * Everything that a program has registered so far, in a preview and in the update after it. The order of registration
 * changes from run to run, so lists here are sorted by name.
 */
export class Program {
  readonly #components = new Map<string, Component>();
  /** Components of clusters by the cluster's name. */
  readonly #clusters = new Map<unknown, Component>();
  readonly #resources = new Map<string, Registered>();
  /** By machine: each resource's part, and all parts combined. */
  readonly #hosts: Hosts = new Map();
  /** The same of quorate's own units, on machines with raw lines. */
  readonly #ownHosts: Hosts = new Map();
  /** The Commands of quorate's units by machine. */
  readonly #own = new Map<string, Map<string, Registered>>();

  get components(): readonly Component[] {
    return inOrder(this.#components);
  }

  /** Resources of types other than quorate's. */
  get resources(): readonly Registered[] {
    return inOrder(this.#resources);
  }

  get hosts(): readonly Host[] {
    return inOrder(this.#hosts).map(({ host }) => host);
  }

  /** Adds a resource, or replaces its former state. */
  async register(resource: Registered): Promise<readonly Change[]> {
    const { urn, type, parentType, parent = "" } = resource;
    if (type.startsWith("quorate:")) return [this.#component(resource)];
    this.#resources.set(urn, resource);
    const changes: Change[] = [{ kind: "resource", resource }];
    if (!isCommand(type)) return changes;
    if (parentType?.startsWith("quorate:") === true)
      return [...changes, ...this.#ownFiles(resource, hasRawLines(this.#components.get(parent)))];
    const parts = await hostParts(resource);
    return [...changes, ...parts.map((part) => addPart("host", this.#hosts, urn, part))];
  }

  #component({ urn, type, secrets, inputs: { values, unknowns } }: Registered): Change {
    const cluster = this.#clusters.get(values["cluster"]);
    const component = { urn, type, props: values, secrets, unknowns, cluster };
    this.#components.set(urn, component);
    if (type === clusterType) this.#clusters.set(values["name"], component);
    return { kind: "component", component };
  }

  /** The changes by a unit's files: none on a machine without raw lines. The first raw lines bring all of its files. */
  #ownFiles(resource: Registered, raw: boolean): Change[] {
    const name = hostOf(resource);
    const own = this.#own.get(name) ?? new Map<string, Registered>();
    this.#own.set(name, own.set(resource.urn, resource));
    if (!raw && !this.#ownHosts.has(name)) return [];
    const wanted = this.#ownHosts.has(name) ? [resource] : [...own.values()];
    return wanted.map((each) => addPart("ownHost", this.#ownHosts, each.urn, ownPart(each)));
  }
}

type Hosts = Map<string, { readonly parts: Map<string, HostPart>; readonly host: Host }>;

function addPart(kind: "host" | "ownHost", hosts: Hosts, urn: string, part: HostPart): Change {
  const { host: name } = part;
  const known = hosts.get(name);
  const parts = new Map(known?.parts);
  // The machine without this resource. Mostly unchanged, because most resources are new.
  const before = parts.delete(urn)
    ? parts.size > 0
      ? hostFrom(name, [...parts.values()])
      : undefined
    : known?.host;
  const after = hostFrom(name, [...parts.set(urn, part).values()]);
  hosts.set(name, { parts, host: after });
  return { kind, before, after };
}

function inOrder<T>(byName: ReadonlyMap<string, T>): T[] {
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}
