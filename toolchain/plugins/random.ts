import { random } from "./random/random";
import { serveProvider } from "./provider";

void serveProvider(random);
