import type { Rule } from "../../rule";
import { ownChecksIn } from "../ownChecks";
import { watchedIn } from "../watched";

export interface RestartingCheck {
  readonly path: string;
  readonly text: string;
  /** Names of the services and processes that the check looks at. */
  readonly watched: readonly string[];
}

/** A check that heals what it looks at hides each failure, and takes longer than its timeout. */
export const vrrpCheckRestarts: Rule<RestartingCheck> = {
  name: "vrrp-check-restarts",
  title: "A check must not start the service that it watches",
  why:
    "keepalived runs a check every few seconds. One that starts the service hides the failure: the address " +
    "stays while the service flaps, and no other node takes over. A start that outlasts the check's timeout " +
    "is killed half-way. systemd restarts a service by itself.",
  items: (model) => ownChecksIn(model).map(({ path, text }) => ({ path, text, watched: watchedIn(text) })),
  judge(checks) {
    return checks.flatMap(({ path, text, watched }) => {
      const started = watched.find((name) => starts(text, name));
      if (started === undefined) return [];
      const message = `starts ${started} although it watches it, so a failure never moves the addresses; write a check that only looks, and leave the start to systemd (Restart=on-failure)`;
      return [{ path, message }];
    });
  },
};

function starts(text: string, name: string): boolean {
  const word = `['"]?${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\.service)?(?![\\w.@-])`;
  const verb = "(re)?start";
  const systemctl = `\\bsystemctl\\b[^\\n;&|]*\\b(${verb}|reload-or-restart|try-restart)\\b[^\\n;&|]*\\b${word}`;
  const service = `\\b(service|invoke-rc\\.d)\\s+${word}['"]?\\s+${verb}\\b|/etc/init\\.d/${word}\\s+${verb}\\b`;
  return new RegExp(`${systemctl}|${service}`).test(text.replace(/^\s*#.*$/gm, ""));
}
