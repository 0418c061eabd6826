import * as cluster from "./cluster/rules";
import type { Cluster } from "./cluster/cluster";
import * as command from "./command/rules";
import * as fencing from "./fencing/rules";
import type { Finding } from "./finding";
import * as ha from "./ha/rules";
import * as haproxy from "./haproxy/rules";
import type { Model } from "./model";
import * as quorum from "./quorum/rules";
import { asFindings } from "./named";
import { type AnyRule, judgeAll } from "./rule";
import * as vrrp from "./vrrp/rules";

/** The rules of each subject by the names of their exports. */
export const bySubject = { cluster, vrrp, haproxy, quorum, fencing, ha, command };

/** Every rule, subject by subject, and by name within a subject. Findings have this order. */
export const rules: readonly AnyRule[] = Object.values(bySubject).flatMap((subject) =>
  Object.values<AnyRule>(subject),
);

/** The findings on a model. A rule without items in a model is for policies alone. */
export function judgeModel(model: Model): Finding[] {
  return rules.flatMap((rule) => ("judge" in rule && rule.items ? judgeAll(rule, rule.items(model)) : []));
}

/** The findings of a subject's rules on its part of the configuration, before quorate resolves it. */
export function judgePart<Config>(
  subject: Readonly<Record<string, AnyRule<Config>>>,
  config: Config,
  cluster: Cluster,
): Finding[] {
  return Object.values(subject).flatMap((rule) =>
    "judgePart" in rule ? asFindings(rule, rule.judgePart(config, cluster)) : [],
  );
}
