import { type HostPart, hostParts, isCommand } from "./documents";
import { type Host, hostFrom } from "./host";
import type { Registered } from "./registered";

/** A component of ours, with its args. */
export interface Component {
  readonly urn: string;
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly secrets: ReadonlySet<string> | undefined;
  /** Paths of the props that aren't known yet. */
  readonly unknowns: ReadonlySet<string>;
  /** The `ProxmoxCluster` that it names, where that was registered before. */
  readonly cluster: Component | undefined;
}

/** What is new with one registration. `before` is the machine without what this resource does there. */
export type Change =
  | { readonly kind: "component"; readonly component: Component }
  | { readonly kind: "resource"; readonly resource: Registered }
  | { readonly kind: "host"; readonly before: Host | undefined; readonly after: Host };

const clusterType = "quorate:cluster:ProxmoxCluster";

/**
 * Everything that a program has registered so far, in a preview and in the update after it. Programs register in another
 * order each time; what is told of one here has the order of its names.
 */
export class Program {
  readonly #components = new Map<string, Component>();
  /** By their name. */
  readonly #clusters = new Map<unknown, Component>();
  readonly #resources = new Map<string, Registered>();
  /** By machine: what each resource does there, and what that makes of it. */
  readonly #hosts = new Map<string, { readonly parts: Map<string, HostPart>; readonly host: Host }>();

  get components(): readonly Component[] {
    return inOrder(this.#components);
  }

  /** Resources of other people's types. */
  get resources(): readonly Registered[] {
    return inOrder(this.#resources);
  }

  get hosts(): readonly Host[] {
    return inOrder(this.#hosts).map(({ host }) => host);
  }

  /** Takes a resource in, in place of what it was before. */
  async register(resource: Registered): Promise<readonly Change[]> {
    const { urn, type, parentType } = resource;
    if (type.startsWith("quorate:")) return [this.#component(resource)];
    this.#resources.set(urn, resource);
    const changes: Change[] = [{ kind: "resource", resource }];
    // What our own units write was rendered from a model that was judged.
    if (!isCommand(type) || parentType?.startsWith("quorate:") === true) return changes;
    const parts = await hostParts(resource);
    return [...changes, ...parts.map((part) => this.#host(urn, part))];
  }

  #component({ urn, type, secrets, inputs: { values, unknowns } }: Registered): Change {
    const cluster = this.#clusters.get(values["cluster"]);
    const component = { urn, type, props: values, secrets, unknowns, cluster };
    this.#components.set(urn, component);
    if (type === clusterType) this.#clusters.set(values["name"], component);
    return { kind: "component", component };
  }

  #host(urn: string, part: HostPart): Change {
    const { host: name } = part;
    const known = this.#hosts.get(name);
    const parts = new Map(known?.parts);
    // As it is without this resource: mostly as it was, for most are new.
    const before = parts.delete(urn)
      ? parts.size > 0
        ? hostFrom(name, [...parts.values()])
        : undefined
      : known?.host;
    const after = hostFrom(name, [...parts.set(urn, part).values()]);
    this.#hosts.set(name, { parts, host: after });
    return { kind: "host", before, after };
  }
}

function inOrder<T>(byName: ReadonlyMap<string, T>): T[] {
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}
