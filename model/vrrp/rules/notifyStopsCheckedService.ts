import { printPath } from "../../finding";
import { type NotifyEvent, notifyEvents, type VrrpGroup } from "../group";
import type { Rule } from "../../rule";
import { watchedBy } from "../watched";

export interface NotifiedGroup {
  readonly path: string;
  readonly event: NotifyEvent;
  readonly script: string;
  /** Names that a script could stop, of the services and processes that the group's checks watch. */
  readonly watched: readonly string[];
}

/** acassen/keepalived#2485: a BACKUP that stops the checked service fails its own check, and can't become MASTER. */
export const vrrpNotifyStopsCheckedService: Rule<NotifiedGroup> = {
  name: "vrrp-notify-stops-checked-service",
  title: "A notify script must not stop a service that a check watches",
  why:
    "acassen/keepalived#2485: if the notify script of a BACKUP stops the service, the BACKUP's own check " +
    "fails. Its priority sinks or it is in FAULT, and it can't take over when you need it.",
  items: ({ vrrpGroups, syncGroups = [] }) => [
    ...vrrpGroups.flatMap((group) => notified(["vrrp", group.name], group.notify, [group])),
    ...syncGroups.flatMap(({ name, notify }) => {
      const members = vrrpGroups.filter(({ syncGroup }) => syncGroup === name);
      return notified(["syncGroups", name], notify, members);
    }),
  ],
  judge(groups) {
    return groups.flatMap(({ path, event, script, watched }) => {
      const stopped = watched.find((name) => stops(script, name));
      if (stopped === undefined) return [];
      const message = `stops ${stopped}, which a check watches, so the node would fail its own check and never take over; leave ${stopped} running, or drop the check`;
      return [{ path, message: `${event} ${message}` }];
    });
  },
};

/** The scripts that run on a member that gives the addresses up. */
function notified(
  path: readonly string[],
  notify: VrrpGroup["notify"],
  groups: readonly VrrpGroup[],
): NotifiedGroup[] {
  const watched = groups.flatMap(({ tracks }) => tracks.flatMap(({ target }) => watchedBy(target)));
  return notifyEvents.flatMap((event) => {
    const script = notify[event]?.script;
    if (script === undefined || !["backup", "fault", "stop"].includes(event)) return [];
    return [{ path: printPath([...path, "notify", event]), event, script, watched }];
  });
}

/** Whether a line of `script` stops the service or ends the process `name`. */
function stops(script: string, name: string): boolean {
  const word = `${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\.service)?(?![\\w.@-])`;
  const systemctl = new RegExp(
    `\\bsystemctl\\b[^\\n;&|]*\\b(stop|disable --now|kill|mask)\\b[^\\n;&|]*\\b${word}`,
  );
  const service = new RegExp(`\\b(service|invoke-rc\\.d)\\s+${word}\\s+stop\\b`);
  const kill = new RegExp(`\\b(pkill|killall)\\b[^\\n;&|]*\\b${word}`);
  return [systemctl, service, kill].some((pattern) => pattern.test(script));
}
