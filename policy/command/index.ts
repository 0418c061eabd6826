export { exitCode } from "./exitCode";
export { hostKey } from "./hostKey";
export { logging } from "./logging";
export { secrets } from "./secrets";
