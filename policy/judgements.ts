import * as command from "./command";
import * as ha from "./ha";
import * as haproxy from "./haproxy";
import type { Judgement } from "./judgement";
import * as quorum from "./quorum";
import * as vrrp from "./vrrp";

/** The policies of each subject by the names of their files. */
export const bySubject = { vrrp, haproxy, quorum, ha, command };

/** Every rule as a policy, in the order of the list in docs/policies. */
export const judgements: readonly Judgement[] = Object.values(bySubject).flatMap((subject) =>
  Object.values<Judgement>(subject),
);
