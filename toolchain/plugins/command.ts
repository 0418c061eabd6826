import { remoteCommand } from "./command/remote";
import { localCommand, runLocally } from "./command/local";
import { serveProvider } from "./provider";

void serveProvider({
  name: "command",
  version: "1.2.1",
  kinds: { "command:remote:Command": remoteCommand, "command:local:Command": localCommand },
  functions: { "command:local:run": runLocally },
});
