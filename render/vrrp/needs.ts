import type { Need } from "../../agent/unit";
import type { Cluster, Member, NotifyScript, VrrpGroup } from "../../model";
import { notifyEvents } from "../../model/vrrp/group";

/** What a member must have before the group comes: the things that its checks and scripts name. */
export function needsOf(group: VrrpGroup, { globalDefs }: Cluster, member: Member): Need[] {
  return [
    ...segmentNeeds(group, member),
    ...group.tracks.flatMap(({ target }): Need[] => {
      if (target.kind === "process") return [["process", target.process]];
      if (target.kind === "systemd") return [["service", target.unit]];
      const user = ("user" in target ? target.user : undefined) ?? globalDefs.scriptUser;
      if (target.kind === "script") return programsIn(target).map((path) => ["program", user, path]);
      if (target.kind === "command") return [["program", user, target.command.split(/\s/)[0] ?? ""]];
      if (target.kind === "interface") return [["interface", target.interface]];
      return [];
    }),
    ...notifyNeeds(group.notify, globalDefs.scriptUser),
  ];
}

/** No other machine may have its addresses, nor speak with its VRID. Peers by unicast hear no others. */
function segmentNeeds(group: VrrpGroup, { interface: segment }: Member): Need[] {
  const { family, virtualRouterId, advertInt, virtualIpaddress, unicast } = group;
  return [
    ...virtualIpaddress.map(({ address }) => ["freeAddress", segment, address] as const),
    ...(unicast
      ? []
      : [["freeVrid", segment, String(family), String(virtualRouterId), String(advertInt)] as const]),
  ];
}

/** The programs of notify scripts, which `usual` runs by default. */
export function notifyNeeds(notify: VrrpGroup["notify"], usual: string): Need[] {
  return notifyEvents.flatMap((event): Need[] => {
    const script = notify[event];
    if (script === undefined) return [];
    return programsIn(script).map((path) => ["program", script.user ?? usual, path]);
  });
}

/** The programs that a script names by their paths: its interpreter, and of a shell's script the commands. */
function programsIn({ script }: Pick<NotifyScript, "script">): string[] {
  const [, interpreter] = /^#!\s*(\/\S+)/.exec(script) ?? [];
  if (interpreter !== undefined && !/\/(ba|da)?sh$/.test(interpreter)) return [interpreter];
  return script
    .split("\n")
    .flatMap((line) => /^\s*(?:exec\s+)?(\/[\w./+-]+)(?=\s|;|$)/.exec(line)?.[1] ?? []);
}
