import type { Host, Model } from "../../../model";
import { everyServer } from "../../../model/haproxy/backend";
import type { Answers } from "../../../agent/answers";
import { UnreachableError } from "../../../agent/ssh";
import type { NodeAnswer, QuorateAnswer } from "../../../agent/status/answer";
import { expectedServices } from "./expectedServices";
import { haOf } from "./ha";
import { problemsOf } from "./problems";
import { quorumOf } from "./quorum";
import type { NodeStatus, ServerStatus, Status } from "./schema";
import { vipsOf } from "./vips";

/** Computes the status of a stack from the answers of its nodes. */
export function statusOf(
  model: Model,
  answers: Answers<NodeAnswer>,
  { stack, at }: Pick<Status, "stack" | "at">,
): Status {
  const { cluster } = model;
  const given = answers.given();
  const parts = {
    nodes: [
      ...cluster.nodes.map((node) => nodeOf(model, node, "node", answers)),
      ...cluster.witnesses.map((witness) => nodeOf(model, witness, "witness", answers)),
    ],
    quorum: quorumOf(model, given),
    ha: haOf(given),
    vips: vipsOf(model, given),
    servers: serversOf(model, given),
  };
  const problems = problemsOf(parts);
  return { version: 1, stack, cluster: cluster.name, at, well: problems.length === 0, problems, ...parts };
}

function nodeOf(
  model: Model,
  host: Host,
  role: NodeStatus["role"],
  answers: Answers<NodeAnswer>,
): NodeStatus {
  const { name, address } = host;
  const known = { name, address, role };
  const answer = answers.of(name);
  if (answer === undefined) {
    const error = answers.unreachable().find((each) => each.host === name)?.reason;
    const reason = error instanceof UnreachableError ? error.reason : "other";
    const unreachable = { reason, message: error?.message ?? "quorate did not ask it" };
    const nothing = { addresses: [], services: {}, silent: [], cutOff: [], drift: [], foreign: [] };
    return { ...known, unreachable, ...nothing, quorate: null };
  }
  const { addresses, services, cutOff, drift, foreign, quorate } = answer;
  const unknown = Object.fromEntries(expectedServices(model, host).map((service) => [service, "unknown"]));
  const dumb = (service: string, answer: unknown) =>
    services.get(service) === "active" && answer === undefined;
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
    drift: [...drift],
    foreign: [...foreign],
    quorate: quorate
      ? {
          busy: busyWith(quorate),
          owned: [...quorate.owned],
          held: [...quorate.units].flatMap(([unit, state]) => (state === "held" ? [unit] : [])),
          pending: [...quorate.journals].map(([unit, phase]) => ({ unit, phase })),
        }
      : null,
  };
}

function busyWith({ busy }: QuorateAnswer): { operator: string; since: string } | null {
  if (busy === undefined) return null;
  const [operator = "", ...since] = busy.split(" ");
  return { operator, since: since.join(" ") };
}

/** Whether haproxy sends a server traffic, or would. Its words for other servers are DOWN, MAINT, NOLB and DRAIN. */
const takesTraffic = (state: string): boolean => /^(UP|no check)/.test(state);

/** haproxy's word for a server of a template that DNS has no address for. */
const isSpare = ({ state }: { readonly state: string }): boolean => state === "MAINT (resolution)";

/** The servers of all backends. Of a template, those that DNS has an address for, or else the first. */
function serversOf({ loadBalancer }: Model, answers: ReadonlyMap<string, NodeAnswer>): ServerStatus[] {
  return (loadBalancer?.backends ?? []).flatMap((backend) => {
    const all = everyServer(backend).map(({ name, address, port }) => ({
      ...{ backend: backend.name, name, address, port },
      seen: seenOf(backend.name, name, loadBalancer?.nodes ?? [], answers),
    }));
    const templated = all.slice(backend.servers.length);
    const found = templated.filter(({ seen }) => seen.length === 0 || !seen.every(isSpare));
    return [...all.slice(0, backend.servers.length), ...(found.length > 0 ? found : templated.slice(0, 1))];
  });
}

function seenOf(
  backend: string,
  name: string,
  nodes: readonly string[],
  answers: ReadonlyMap<string, NodeAnswer>,
): ServerStatus["seen"] {
  return [...answers].flatMap(([by, { servers: known }]) => {
    if (known === undefined || !nodes.includes(by)) return [];
    const server = known.find((each) => each.backend === backend && each.name === name);
    const { state = "", check = "" } = server ?? {};
    return [{ by, state, check, up: takesTraffic(state) }];
  });
}
