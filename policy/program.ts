import type { Cluster } from "../model";
import { type HostPart, hostParts, isCommand } from "./documents";
import { type Host, hostFrom } from "./host";
import type { Registered } from "./registered";

/** A component of ours, with its args. */
export interface Component {
  readonly urn: string;
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly secrets: ReadonlySet<string> | undefined;
  /** The cluster that it names, where that was registered before. */
  readonly cluster: Cluster | undefined;
}

/** What is new with one registration. `before` is the machine without what this resource does there. */
export type Change =
  | { readonly kind: "component"; readonly component: Component }
  | { readonly kind: "resource"; readonly resource: Registered }
  | { readonly kind: "host"; readonly before: Host | undefined; readonly after: Host };

const clusterType = "quorate:cluster:ProxmoxCluster";

/** Everything that a program has registered so far, in a preview and in the update after it. */
export class Program {
  readonly #components = new Map<string, Component>();
  readonly #resources = new Map<string, Registered>();
  /** By machine and resource. */
  readonly #parts = new Map<string, Map<string, HostPart>>();

  get components(): readonly Component[] {
    return [...this.#components.values()];
  }

  /** Resources of other people's types. */
  get resources(): readonly Registered[] {
    return [...this.#resources.values()];
  }

  get hosts(): readonly Host[] {
    return [...this.#parts].map(([name, parts]) => hostFrom(name, [...parts.values()]));
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

  #component({ urn, type, secrets, inputs: { values } }: Registered): Change {
    const cluster = this.components.find(
      (other) => other.type === clusterType && other.props["name"] === values["cluster"],
    )?.props["model"];
    const component = { urn, type, props: values, secrets, cluster: cluster as Cluster | undefined };
    this.#components.set(urn, component);
    return { kind: "component", component };
  }

  #host(urn: string, part: HostPart): Change {
    const parts = this.#parts.get(part.host) ?? new Map<string, HostPart>();
    parts.delete(urn);
    const others = [...parts.values()];
    this.#parts.set(part.host, parts.set(urn, part));
    return {
      kind: "host",
      before: others.length > 0 ? hostFrom(part.host, others) : undefined,
      after: hostFrom(part.host, [...others, part]),
    };
  }
}
