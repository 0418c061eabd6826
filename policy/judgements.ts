import * as command from "./command";
import * as haproxy from "./haproxy";
import type { Judgement } from "./judgement";
import * as quorum from "./quorum";
import * as vrrp from "./vrrp";

/** Every rule as a policy, in the order of the list in docs/policies. */
export const judgements: readonly Judgement[] = [vrrp, haproxy, quorum, command].flatMap((family) =>
  Object.values<Judgement>(family),
);
