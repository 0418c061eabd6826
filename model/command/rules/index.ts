export { commandExitCode } from "./exitCode";
export { commandHostKey } from "./hostKey";
export { commandLogging } from "./logging";
export { commandSecrets } from "./secrets";
