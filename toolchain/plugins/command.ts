import { command } from "./command/command";
import { serveProvider } from "./provider";

void serveProvider(command);
