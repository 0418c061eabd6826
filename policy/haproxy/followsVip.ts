import { haproxyFollowsVip as rule, type VirtualBind } from "../../model/haproxy/rules/followsVip";
import { balancerOf, groupOf, modelOf } from "../componentArgs";
import { balancedAddress, keepalivedOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import type { Component, Program } from "../program";
import { blocksOf, hasUnseen, inside } from "../vrrp/configuration";
import { instancesOf } from "../vrrp/instance";
import { bindsOf, proxiesOn } from "./configuration";

export const followsVip = judgement(rule, {
  component: inCluster,
  program: ({ hosts }) => hosts.flatMap((host) => boundOn(host, hosts)),
  wrong: balancedAddress,
  right: {
    ...balancedAddress,
    [keepalivedOn("a")]: text`
      vrrp_script check_haproxy {
          script "/usr/bin/systemctl is-active --quiet haproxy"
      }
      vrrp_instance ssh {
          virtual_router_id 51
          virtual_ipaddress {
              192.0.2.101/24
          }
          track_script {
              check_haproxy
          }
      }`,
  },
});

/**
 * A group with its cluster's load balancers, or a load balancer with its cluster's groups: the later component finds
 * the earlier.
 */
function inCluster(component: Component, { components }: Program): readonly VirtualBind[] {
  const own = modelOf(component);
  if (own === undefined) return [];
  const mates = components.filter(
    (other) => other.urn !== component.urn && other.props["cluster"] === component.props["cluster"],
  );
  const groups = groupOf(component) ? own.vrrpGroups : mates.flatMap((mate) => groupOf(mate)?.group ?? []);
  const balancers = [component, ...mates].flatMap((mate) => balancerOf(mate) ?? []);
  return balancers.flatMap(
    ({ balancer, virtualAddresses }) =>
      rule.items?.({ ...own, vrrpGroups: groups, loadBalancer: balancer, virtualAddresses }) ?? [],
  );
}

function boundOn(host: Host, hosts: readonly Host[]): VirtualBind[] {
  const binds = proxiesOn(host).flatMap(bindsOf);
  return instancesOf(host).flatMap(({ name, group, addresses, tracks }) => {
    const bound = binds.filter(({ address }) => addresses.some((virtual) => virtual.address === address));
    if (bound.length === 0) return [];
    const members = hosts.filter((other) => instancesOf(other).some((instance) => instance.group === group));
    const without = members.filter((member) => proxiesOn(member).length === 0).map((member) => member.name);
    const guarded = hasUnseen(host) || tracks.some((track) => looksAtHaproxy(host, track.name));
    return bound.map(({ path, address, ports: [port] }) => ({
      path,
      address,
      port,
      group: name,
      guarded,
      without,
    }));
  });
}

/** Whether a check's name, command or script contains "haproxy". */
function looksAtHaproxy(host: Host, name: string): boolean {
  const blocks = ["vrrp_script", "vrrp_track_process"].flatMap((keyword) => blocksOf(host, keyword));
  const block = blocks.find(({ statement }) => statement.args[0] === name);
  const command =
    block && (inside(host, block, "script") ?? inside(host, block, "process"))?.statement.args.join(" ");
  const [path = ""] = (command ?? "").split(/\s+/);
  const script = host.documents.find((document) => document.path === path)?.text ?? "";
  return [name, command ?? "", script].some((words) => words.includes("haproxy"));
}
