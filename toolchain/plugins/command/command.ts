import { remoteCommand } from "./remote";
import { localCommand, runLocally } from "./local";
import type { Provider } from "../provider";

export const command: Provider = {
  name: "command",
  version: "1.2.1",
  kinds: { "command:remote:Command": remoteCommand, "command:local:Command": localCommand },
  functions: { "command:local:run": runLocally },
};
