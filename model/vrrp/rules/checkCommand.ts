import type { Rule } from "../../rule";
import { ownChecksIn } from "../ownChecks";

/** The command of a vrrp_script, as written. */
export interface CheckCommand {
  readonly path: string;
  readonly command: string;
}

/** Links to programs that act by their own name (link: target), as distributions install them. */
const links: Readonly<Record<string, string>> = {
  pidof: "killall5",
  reboot: "systemctl",
  halt: "systemctl",
  poweroff: "systemctl",
  shutdown: "systemctl",
  runlevel: "systemctl",
  lsmod: "kmod",
  modinfo: "kmod",
  vgs: "lvm",
  lvs: "lvm",
  pvs: "lvm",
  iptables: "xtables-nft-multi",
  "iptables-save": "xtables-nft-multi",
  ip6tables: "xtables-nft-multi",
};

/** Words that only a shell knows; no program has these names. */
const builtins = new Set(
  ". : ! { ( [[ source cd export exit if then for while until case do eval exec set unset local return read ulimit umask type".split(
    " ",
  ),
);

/** keepalived resolves links before it runs a command, and runs it without a shell. Both tried with 2.2.7. */
export const vrrpCheckCommand: Rule<CheckCommand> = {
  name: "vrrp-check-command",
  title: "A check must run a program of its own, directly",
  why:
    "keepalived resolves links before it runs a command. On Debian `pidof` is a link to killall5, which " +
    "then runs under its own name and always fails. It lowers every node alike, so a dead service never " +
    "moves the address. keepalived is no shell either: a `>` or a `|` is one more argument, and a word of " +
    "the shell alone is no program.",
  items: (model) =>
    ownChecksIn(model).flatMap(({ path, kind, text }) =>
      kind === "command" ? [{ path, command: text }] : [],
    ),
  judge(checks) {
    return checks.flatMap(({ path, command }) => {
      const problem = problemOf(command);
      return problem === undefined ? [] : [{ path, message: problem }];
    });
  },
};

function problemOf(command: string): string | undefined {
  const [program = "", ...words] = command.trim().split(/\s+/);
  const name = program.slice(program.lastIndexOf("/") + 1);
  const target = Object.hasOwn(links, name) ? links[name] : undefined;
  if (target !== undefined) {
    return `${name} is a link to ${target}, so keepalived would run ${target} instead; write a script of your own with the command in it, or track_process`;
  }
  if (/^(\d?[<>]|[|&;])/.test(program) || /^\w+=/.test(program) || builtins.has(program)) {
    return `${program} is a word for a shell, and keepalived is none, so the check would always fail; write a script of your own with the command in it`;
  }
  // A quoted text is one argument for a shell that the command itself starts.
  const bare = words.join(" ").replace(/'[^']*'|"[^"]*"/g, "");
  const found = /(?:^|\s)(\d?[<>]|&>|\||&&?(?=\s|$)|;)|(;(?=\s|$)|>>?(?=\/)|\$\(|`)/.exec(bare);
  const operator = found?.[1] ?? found?.[2];
  if (operator === undefined) return undefined;
  return `"${operator}" would be an argument of ${name}, because keepalived is no shell; write a script of your own with the command in it`;
}
