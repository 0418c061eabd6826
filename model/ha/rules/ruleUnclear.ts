import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import { preferenceName } from "../ha";
import type { WrittenHa } from "./written";

export const haRuleUnclear: PartRule<WrittenHa> = {
  name: "ha-rule-unclear",
  title: "A rule of HA must have one meaning and one name",
  judgePart({ config: { resources, rules } }) {
    return [
      ...Object.entries(resources).flatMap(([sid, { prefer, strict }]) =>
        strict && prefer === undefined
          ? [
              {
                path: printPath(["ha", "resources", sid, "strict"]),
                message: "true without prefer, so it has no meaning; write prefer too, or leave strict out",
              },
            ]
          : [],
      ),
      ...Object.entries(rules).flatMap(([name, rule]) =>
        problemsOf(name, rule, resources).map((message) => ({
          path: printPath(["ha", "rules", name]),
          message,
        })),
      ),
    ];
  },
};

function problemsOf(
  name: string,
  { nodes, affinity, strict }: WrittenHa["config"]["rules"][string],
  resources: WrittenHa["config"]["resources"],
): string[] {
  const preferring = Object.keys(resources).find(
    (sid) => resources[sid]?.prefer !== undefined && preferenceName(sid) === name,
  );
  return [
    ...(preferring === undefined
      ? []
      : [
          `prefer of ${preferring} is a rule of this name already; write another name, or leave one of them out`,
        ]),
    ...(nodes === undefined && affinity === undefined
      ? ["has neither nodes nor affinity, so it says nothing; write one of them"]
      : []),
    ...(nodes !== undefined && affinity !== undefined
      ? ["has nodes and affinity, and Proxmox VE has no rule of both types; write two rules"]
      : []),
    ...(nodes === undefined && affinity !== undefined && strict
      ? ["has strict beside affinity, which is always strict; leave strict out"]
      : []),
  ];
}
