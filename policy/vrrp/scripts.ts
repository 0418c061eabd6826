import type { Host } from "../host";
import { blocksOf, inside, type Placed, textOf } from "./configuration";

/** A vrrp_script of a machine, with the text behind its command. */
export interface CheckScript {
  readonly name: string;
  readonly path: string;
  /** The command as written. */
  readonly command: string;
  /** The script that the program writes for it; else the command itself. */
  readonly text: string;
  /** The user that runs it. Undefined if the files don't tell. */
  readonly user: string | undefined;
}

export function checkScriptsOn(host: Host): CheckScript[] {
  const usual = blocksOf(host, "global_defs").flatMap((defs) => inside(host, defs, "script_user") ?? []);
  return blocksOf(host, "vrrp_script").flatMap((block) => {
    const line = inside(host, block, "script");
    if (line === undefined) return [];
    const name = block.statement.args[0] ?? "";
    const command = line.statement.args.join(" ");
    const user = userOf(inside(host, block, "user") ?? usual.at(-1));
    return [{ name, path: line.at(`vrrp_script ${name}`), command, text: scriptBehind(host, command), user }];
  });
}

function userOf(line: Placed | undefined): string | undefined {
  return textOf(line?.statement);
}

/** The text of the script, if the program itself writes it. If not, the command line. */
export function scriptBehind({ documents }: Host, command: string): string {
  const [path = ""] = command.trim().split(/\s+/);
  return documents.find((document) => document.path === path)?.text ?? command;
}
