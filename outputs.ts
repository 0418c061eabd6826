import type { Holders } from "./components/cluster/holders";
import type { Model, VrrpGroup } from "./model";
import { printEndpoint } from "./model/address";
import type { Frontend } from "./model/haproxy/loadBalancer";

/** A virtual address, as the stack's output `vips` has it. */
export interface VipOutput {
  readonly group: string;
  readonly address: string;
  /** Where you reach the service behind it; null if quorate doesn't know its port. */
  readonly url: string | null;
  /** The node that held it at the end of the last change; null if no node did. */
  readonly holder: string | null;
  /** The other members, in the order in which they would take it over. */
  readonly others: readonly string[];
  /** All members, highest priority first. */
  readonly nodes: readonly string[];
}

export function vipOutputs(model: Model, holders: Holders): VipOutput[] {
  return model.vrrpGroups.flatMap((group) => {
    const nodes = group.members.map(({ node }) => node);
    return group.virtualIpaddress.map(({ address }) => {
      const holder = holders[address] ?? null;
      const others = nodes.filter((node) => node !== holder);
      return { group: group.name, address, url: urlOf(model, group, address), holder, others, nodes };
    });
  });
}

/** The addresses and ports at which haproxy listens, as the stack's output `frontends` has them. */
export function frontendOutputs({ loadBalancer }: Model) {
  return (loadBalancer?.frontends ?? []).flatMap((frontend) =>
    frontend.bind.map(({ address, port }) => ({
      ...{ name: frontend.name, address, port, mode: frontend.mode, backend: frontend.defaultBackend },
      url: frontendUrl(frontend, address, port),
    })),
  );
}

function frontendUrl({ mode, tls }: Frontend, address: string, port: number): string {
  const at = printEndpoint(address, port);
  return mode === "http" ? `${tls ? "https" : "http"}://${at}/` : `tcp://${at}`;
}

/** A group's checks tell its service. Otherwise a frontend does, and on Proxmox VE the web UI at all addresses. */
function urlOf(model: Model, group: VrrpGroup, address: string): string | null {
  const webUi = `https://${printEndpoint(address, 8006)}/`;
  const checked = group.tracks.flatMap(({ target }) => {
    if (target.kind === "process" && target.process === "pveproxy") return [webUi];
    if (target.kind === "systemd" && /^pveproxy(\.service)?$/.test(target.unit)) return [webUi];
    if (target.kind === "tcp" && target.host === undefined)
      return [`tcp://${printEndpoint(address, target.port)}`];
    if (target.kind === "http" && target.host === undefined && target.url === undefined)
      return [`${target.scheme}://${printEndpoint(address, target.port)}${target.path}`];
    return [];
  });
  const served = frontendOutputs(model).filter((each) => each.address === address);
  return checked[0] ?? served[0]?.url ?? (model.cluster.platform === "proxmox" ? webUi : null);
}
