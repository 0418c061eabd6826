import type { Model, VrrpGroup } from "../../../model";
import type { NodeAnswer } from "../../../agent/status/answer";
import { heldNow } from "../../../agent/status/foreign";
import type { Vip } from "./schema";

type Answers = ReadonlyMap<string, NodeAnswer>;

/** Whether a check counts against its node. A check has no result yet while keepalived starts. */
export const fails = (status: string): boolean => !/^(GOOD|INIT)/.test(status);

/** The virtual addresses with their holders, and the state of their groups on each member. */
export function vipsOf({ vrrpGroups }: Model, answers: Answers): Vip[] {
  return vrrpGroups.flatMap((group) => {
    const order = group.members.map(({ node }) => node);
    const checks = checksOf(group, order, answers);
    return group.virtualIpaddress.map(({ address }) => {
      const held = heldNow(group.name, address, answers);
      const ill = new Set(
        Object.values(checks).flatMap((by) => Object.keys(by).filter((node) => fails(by[node] ?? ""))),
      );
      const healthy = order.filter(
        (node) => /^(MASTER|BACKUP)$/.test(held.states[node] ?? "") && !ill.has(node),
      );
      return {
        ...{ group: group.name, address, order, ...held, checks },
        missing: order.filter((node) => lacks(answers.get(node), group.name)),
        preferred: group.nopreempt ? null : (healthy[0] ?? null),
      };
    });
  });
}

/** The checks by the names in the configuration; keepalived's begin with the group's. */
function checksOf({ name }: VrrpGroup, members: readonly string[], answers: Answers): Vip["checks"] {
  const prefix = `check_${name}_`;
  const checks: Record<string, Record<string, string>> = {};
  for (const node of members)
    for (const [check, status] of answers.get(node)?.checks ?? [])
      if (check.startsWith(prefix)) (checks[check.slice(prefix.length)] ??= {})[node] = status;
  return checks;
}

/** Whether a node runs other groups and not this one. A held unit is silent, and a change is at work. */
function lacks(answer: NodeAnswer | undefined, group: string): boolean {
  if (answer?.services.get("keepalived") !== "active" || answer.quorate?.busy !== undefined) return false;
  if (answer.quorate?.units.get(group) === "held") return false;
  return [answer.vrrp, answer.groups].some((known) => known.size > 0 && !known.has(group));
}
