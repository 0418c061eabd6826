/** Writes docs/policies: node --import tsx policy/writePages.ts */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgements } from "./judgements";
import { pages } from "./pages";

const folder = join(__dirname, "../docs/policies");

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const [name, text] of await pages(judgements)) writeFileSync(join(folder, name), text);
}

void main();
