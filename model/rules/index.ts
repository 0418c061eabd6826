import { haproxyBackendExists } from "./haproxyBackendExists";
import { haproxyBindUnique } from "./haproxyBindUnique";
import { type ModelRule, onModel } from "./rule";
import { vrrpAuthPassLength } from "./vrrpAuthPassLength";
import { vrrpFailoverPossible } from "./vrrpFailoverPossible";
import { vrrpPriorityUnique } from "./vrrpPriorityUnique";
import { vrrpVersion3Authentication } from "./vrrpVersion3Authentication";
import { vrrpVipInSubnet } from "./vrrpVipInSubnet";
import { vrrpVipUnique } from "./vrrpVipUnique";
import { vrrpVridUnique } from "./vrrpVridUnique";

/** Every rule, in the order in which its findings are told. */
export const rules: readonly ModelRule[] = [
  onModel(vrrpVridUnique),
  onModel(vrrpAuthPassLength),
  onModel(vrrpVersion3Authentication),
  onModel(vrrpPriorityUnique),
  onModel(vrrpFailoverPossible),
  onModel(vrrpVipUnique),
  onModel(vrrpVipInSubnet),
  onModel(haproxyBackendExists),
  onModel(haproxyBindUnique),
];

export {
  haproxyBackendExists,
  haproxyBindUnique,
  vrrpAuthPassLength,
  vrrpFailoverPossible,
  vrrpPriorityUnique,
  vrrpVersion3Authentication,
  vrrpVipInSubnet,
  vrrpVipUnique,
  vrrpVridUnique,
};
export type { ModelRule, Rule } from "./rule";
