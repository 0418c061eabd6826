import type { Host, Model } from "../../../model";
import { UnreachableError } from "../../../agent/ssh";
import type { NodeAnswer } from "../../../agent/status/answer";
import { expectedServices } from "./expectedServices";
import { problemsOf } from "./problems";
import { quorumOf } from "./quorum";
import type { NodeStatus, ServerStatus, Status, Vip } from "./schema";

/** Answers by the names of nodes and witnesses; an Error for an unreachable one. */
export type Answers = ReadonlyMap<string, NodeAnswer | Error>;

/** Computes the status of a stack from the answers of its nodes. */
export function statusOf(
  model: Model,
  answers: Answers,
  { stack, at }: Pick<Status, "stack" | "at">,
): Status {
  const { cluster } = model;
  const parts = {
    nodes: [
      ...cluster.nodes.map((node) => nodeOf(model, node, "node", answers)),
      ...cluster.witnesses.map((witness) => nodeOf(model, witness, "witness", answers)),
    ],
    quorum: quorumOf(model, heard(answers)),
    vips: vipsOf(model, heard(answers)),
    servers: serversOf(model, heard(answers)),
  };
  const problems = problemsOf(parts);
  return { version: 1, stack, cluster: cluster.name, at, well: problems.length === 0, problems, ...parts };
}

/** The answers without errors. */
function heard(answers: Answers): Map<string, NodeAnswer> {
  return new Map([...answers].flatMap(([name, answer]) => (answer instanceof Error ? [] : [[name, answer]])));
}

function nodeOf(model: Model, host: Host, role: NodeStatus["role"], answers: Answers): NodeStatus {
  const { name, address } = host;
  const answer = answers.get(name);
  const known = { name, address, role };
  if (answer === undefined || answer instanceof Error) {
    const reason = answer instanceof UnreachableError ? answer.reason : "other";
    const message = answer?.message ?? "it was not asked";
    const unreachable = { reason, message };
    return { ...known, unreachable, addresses: [], services: {}, silent: [], cutOff: [], quorate: null };
  }
  const { addresses, services, cutOff, quorate } = answer;
  const unknown = Object.fromEntries(expectedServices(model, host).map((service) => [service, "unknown"]));
  const dumb = (service: string, told: unknown) => services.get(service) === "active" && told === undefined;
  return {
    ...known,
    unreachable: null,
    addresses: [...addresses],
    services: { ...unknown, ...Object.fromEntries(services) },
    silent: [
      ...(dumb("corosync", answer.corosync) ? ["corosync"] : []),
      ...(dumb("haproxy", answer.servers) ? ["haproxy"] : []),
    ],
    cutOff: [...cutOff],
    quorate: quorate
      ? {
          busy: quorate.busy,
          held: [...quorate.units].flatMap(([unit, state]) => (state === "held" ? [unit] : [])),
          pending: [...quorate.journals].map(([unit, phase]) => ({ unit, phase })),
        }
      : null,
  };
}

function vipsOf({ vrrpGroups }: Model, answers: ReadonlyMap<string, NodeAnswer>): Vip[] {
  return vrrpGroups.flatMap(({ name, virtualIpaddress, members }) =>
    virtualIpaddress.map(({ address }) => ({
      group: name,
      address,
      order: members.map(({ node }) => node),
      // Includes a node that isn't a member of the group.
      holders: [...answers].flatMap(([node, { addresses }]) => (addresses.includes(address) ? [node] : [])),
      states: Object.fromEntries(
        [...answers].flatMap(([node, { vrrp }]) => {
          const state = vrrp.get(name);
          return state === undefined ? [] : [[node, state]];
        }),
      ),
    })),
  );
}

/** Whether haproxy sends a server traffic, or would. Its words for other servers are DOWN, MAINT, NOLB and DRAIN. */
const takesTraffic = (state: string): boolean => /^(UP|no check)/.test(state);

function serversOf({ loadBalancer }: Model, answers: ReadonlyMap<string, NodeAnswer>): ServerStatus[] {
  return (loadBalancer?.backends ?? []).flatMap(({ name: backend, servers }) =>
    servers.map(({ name, address, port }) => ({
      backend,
      name,
      address,
      port,
      seen: [...answers].flatMap(([by, { servers: known }]) => {
        if (known === undefined || !loadBalancer?.nodes.includes(by)) return [];
        const server = known.find((each) => each.backend === backend && each.name === name);
        const { state = "", check = "" } = server ?? {};
        return [{ by, state, check, up: takesTraffic(state) }];
      }),
    })),
  );
}
