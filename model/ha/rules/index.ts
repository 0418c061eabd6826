export { haInfeasible } from "./infeasible";
export { haNodeUnknown } from "./nodeUnknown";
export { haPlatform } from "./platform";
export { haResourceUnknown } from "./resourceUnknown";
export { haRuleUnclear } from "./ruleUnclear";
export { haVotes } from "./votes";
