import type { Check, Member, NotifyEvent, VrrpGroup } from "../../model";
import { notifyEvents } from "../../model/vrrp/group";
import { isCheck, isFile, isInterface } from "../../model/vrrp/track";
import { indent, secretHole } from "../file";
import { rawText } from "../raw";
import { addressLine, garpLines, routeLines, snakeCase, vmacLines } from "./extras";
import * as paths from "./paths";
import { asksCorosync, quorumUser } from "./quorumUser";

/** The name of the secret that fills the hole at auth_pass. */
export const authPassSecret = "auth_pass";

/**
 * The lines of the group's vrrp_instance on `member`.
 * @param usualUser runs notify scripts without a user of their own; default: keepalived's script_user
 */
export function vrrpInstance(group: VrrpGroup, member: Member, usualUser?: string): string[] {
  return block(`vrrp_instance ${group.name}`, [
    `state ${member.state}`,
    `interface ${member.interface}`,
    `virtual_router_id ${String(group.virtualRouterId)}`,
    `priority ${String(member.priority)}`,
    `version ${String(group.version)}`,
    `advert_int ${String(group.advertInt)}`,
    ...(group.nopreempt ? ["nopreempt"] : []),
    ...(group.preemptDelay > 0 ? [`preempt_delay ${String(group.preemptDelay)}`] : []),
    ...authentication(group),
    ...unicast(group, member),
    ...vmacLines(group),
    ...garpLines(group),
    ...block("virtual_ipaddress", group.virtualIpaddress.map(addressLine)),
    ...optionalBlock("virtual_routes", routeLines(group, member)),
    ...optionalBlock("virtual_rules", group.virtualRules),
    ...optionalBlock(
      "track_script",
      checksOf(group).map(({ name }) => paths.checkName(group.name, name)),
    ),
    ...optionalBlock(
      "track_file",
      group.tracks.filter(isFile).map(({ name }) => paths.checkName(group.name, name)),
    ),
    ...optionalBlock(
      "track_interface",
      group.tracks
        .filter(isInterface)
        .map(({ name, weight }) => name + (weight === 0 ? "" : ` weight ${String(weight)}`)),
    ),
    ...notifyLines(group.notify, group.name, usualUser),
    ...rawText(group.raw),
  ]);
}

/** The lines of the group's vrrp_scripts. */
export function vrrpScripts(group: VrrpGroup, scriptUser: string): string[] {
  return checksOf(group).flatMap((check) =>
    block(`vrrp_script ${paths.checkName(group.name, check.name)}`, [
      `script "${commandOf(group, check)}"`,
      `interval ${String(check.interval)}`,
      `timeout ${String(check.timeout)}`,
      `weight ${String(check.weight)}`,
      `fall ${String(check.fall)}`,
      `rise ${String(check.rise)}`,
      `user ${userOf(check, scriptUser)}`,
      ...(check.initFail ? ["init_fail"] : []),
    ]),
  );
}

/** The lines of the files that drain a member. */
export function trackFiles(group: VrrpGroup): string[] {
  return group.tracks
    .filter(isFile)
    .flatMap(({ name, target, weight }) =>
      block(`track_file ${paths.checkName(group.name, name)}`, [
        `file "${target.path}"`,
        `weight ${String(weight)}`,
        `init_file ${String(target.initFile)}`,
      ]),
    );
}

function commandOf({ name }: VrrpGroup, check: Check): string {
  return check.target.kind === "command" ? check.target.command : paths.checkScript(name, check.name);
}

function userOf(check: Check, scriptUser: string): string {
  if (asksCorosync(check)) return `${quorumUser.name} root`;
  return ("user" in check.target ? check.target.user : undefined) ?? scriptUser;
}

/** The tracks that keepalived runs as scripts. */
export function checksOf({ tracks }: VrrpGroup): Check[] {
  return tracks.filter(isCheck);
}

export function block(head: string, body: readonly string[]): string[] {
  return [`${head} {`, ...indent(body), "}"];
}

function optionalBlock(head: string, body: readonly string[]): string[] {
  return body.length === 0 ? [] : block(head, body);
}

function authentication({ authPass }: VrrpGroup): string[] {
  if (authPass.kind === "none") return [];
  return block("authentication", ["auth_type PASS", `auth_pass ${secretHole(authPassSecret)}`]);
}

function unicast(group: VrrpGroup, member: Member): string[] {
  if (!group.unicast || member.address === undefined) return [];
  const peers = group.members
    .filter(({ node }) => node !== member.node)
    .flatMap(({ address }) => address ?? []);
  return [`unicast_src_ip ${member.address}`, ...block("unicast_peer", peers)];
}

/**
 * The lines of notify scripts.
 * @param owner the group, or the sync group's unit
 */
export function notifyLines(notify: VrrpGroup["notify"], owner: string, usualUser?: string): string[] {
  return notifyEvents.flatMap((event) => {
    const script = notify[event];
    if (script === undefined) return [];
    const user = script.user ?? usualUser;
    return [
      `${keywordOf(event)} "${paths.notifyScript(owner, event)}"${user === undefined ? "" : ` ${user}`}`,
    ];
  });
}

/** keepalived.conf(5), vrrp_instance: notify runs at each change. */
function keywordOf(event: NotifyEvent): string {
  return event === "all" ? "notify" : `notify_${snakeCase(event)}`;
}
