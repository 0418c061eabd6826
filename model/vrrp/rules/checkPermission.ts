import type { Rule } from "../../rule";
import { ownChecksIn } from "../ownChecks";

/** A check, the text that it runs, and its user. */
export interface CheckUser {
  readonly path: string;
  readonly text: string;
  /** Undefined if it isn't known. */
  readonly user?: string | undefined;
}

/** The users that own a daemon's processes, if they have other names than the daemon. */
const owners: Readonly<Record<string, readonly string[]>> = {
  nginx: ["www-data", "http"],
  apache2: ["www-data"],
  httpd: ["apache", "http"],
  mysqld: ["mysql"],
  mariadbd: ["mysql"],
  named: ["bind"],
};

/** kill(2): signal 0 needs the same permission as any other signal. */
export const vrrpCheckPermission: Rule<CheckUser> = {
  name: "vrrp-check-permission",
  title: "A check must need no rights beyond its user's",
  why:
    "kill(2): signal 0 sends nothing, but needs permission to signal the process all the same. For an " +
    "unprivileged script user `killall -0`, `pkill -0` and `kill -0` fail with EPERM for another user's " +
    "process. The check then fails on every node alike, so a dead service never moves the address.",
  items: (model) =>
    ownChecksIn(model).map(({ path, text, user = model.cluster.globalDefs.scriptUser }) => ({
      ...{ path, text, user },
    })),
  judge(checks) {
    return checks.flatMap(({ path, text, user }) => {
      if (user === undefined || user === "root") return [];
      const found = signalled(text).find(({ process }) => !owns(user, process));
      if (found === undefined) return [];
      const message = `${found.command} needs permission to signal the process, which ${user} doesn't have for another user's, so the check always fails; write track_process, or a command that only looks: pgrep -x ${found.process || "NAME"}, systemctl is-active`;
      return [{ path, message }];
    });
  },
};

const zero = String.raw`(?:-0|-s\s*0|--signal[\s=]0)`;
const byName = new RegExp(
  String.raw`(?<!sudo\s.*)\b((?:killall|pkill)(?:\s+-(?!0|s\s*0|-signal)\S+)*\s+${zero})(?:\s+-\S+)*\s+['"]?([\w.-]+)`,
  "g",
);
const byPid = new RegExp(String.raw`(?<!sudo\s.*)\b(kill\s+${zero})\b(?:[^\n;|&]*\/([\w-]+)\.pid)?`, "g");

function signalled(text: string): { command: string; process: string }[] {
  const script = text.replace(/^\s*#.*$/gm, "");
  return [...script.matchAll(byName), ...script.matchAll(byPid)].map(([, command = "", process = ""]) => ({
    command: process === "" ? command : `${command} ${process}`,
    process,
  }));
}

function owns(user: string, process: string): boolean {
  return process === user || (Object.hasOwn(owners, process) && owners[process]?.includes(user) === true);
}
