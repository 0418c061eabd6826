export { infeasible } from "./infeasible";
export { votes } from "./votes";
