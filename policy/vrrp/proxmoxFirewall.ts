import { type ProxmoxFirewall, vrrpProxmoxFirewall as rule } from "../../model/vrrp/rules/proxmoxFirewall";
import { groupType } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import type { Program } from "../program";
import { instancesOf } from "./instance";

const keepalived = text`
  vrrp_instance ui {
      virtual_router_id 51
  }`;
const on = { "on: proxmoxve.cluster.FirewallLegacy": { enabled: true, inputPolicy: "DROP" } };

export const proxmoxFirewall = judgement(rule, {
  program: firewallsIn,
  wrong: {
    [keepalivedOn("a")]: keepalived,
    ...on,
    "ours: proxmoxve.cluster.firewall.security.GroupLegacy": {
      name: "ours",
      rules: [{ type: "in", action: "ACCEPT", proto: "tcp", dport: "22,8006" }],
    },
    "a: proxmoxve.firewall.RulesLegacy": { nodeName: "a", rules: [{ securityGroup: "ours" }] },
  },
  right: {
    [keepalivedOn("a")]: keepalived,
    ...on,
    "ours: proxmoxve.cluster.firewall.security.GroupLegacy": {
      name: "ours",
      rules: [
        { type: "in", action: "ACCEPT", proto: "tcp", dport: "22,8006" },
        { type: "in", action: "ACCEPT", proto: "vrrp" },
      ],
    },
    "a: proxmoxve.firewall.RulesLegacy": { nodeName: "a", rules: [{ securityGroup: "ours" }] },
  },
});

/** `pvesh set /cluster/firewall/options --enable 1`, which holds for all nodes. */
const byPvesh = /\bpvesh\s+set\s+\/?cluster\/firewall\/options\b[^\n]*-enable[\s=]+["']?[12]\b/;
/** `pvesh create /nodes/a/firewall/rules --proto vrrp ...`, also in a security group. */
const acceptsByPvesh = /\bpvesh\s+create\s[^\n]*firewall\/[^\n]*-proto[\s=]+["']?(vrrp|112)\b/;

/** Every switch that turns Proxmox VE's firewall on. */
function firewallsIn(program: Program): ProxmoxFirewall[] {
  const { hosts, components, resources } = program;
  const switches = [
    ...resources
      .filter(({ type, inputs: { values } }) => {
        return /^proxmoxve:cluster\/firewall(Legacy)?:/.test(type) && values["enabled"] === true;
      })
      .map(({ name, inputs: { values } }) => ({ path: name, drops: values["inputPolicy"] !== "ACCEPT" })),
    ...hosts
      .filter(({ script }) => byPvesh.test(script))
      .map(({ name }) => ({ path: `${name}: pvesh`, drops: true })),
  ];
  if (switches.length === 0) return [];
  const vrrp =
    hosts.some((host) => instancesOf(host).length > 0) || components.some(({ type }) => type === groupType);
  const acceptsVrrp = hosts.some(({ script }) => acceptsByPvesh.test(script)) || acceptedByProvider(program);
  return switches.map((each) => ({ ...each, vrrp, acceptsVrrp }));
}

/** A list of rules counts if it's no guest's. A security group counts if such a list refers to it. */
function acceptedByProvider({ resources }: Program): boolean {
  const named = resources.map(({ name, type, inputs: { values } }) => ({
    ...{ name, type, values },
    rules: (Array.isArray(values["rules"]) ? values["rules"] : []) as Readonly<Record<string, unknown>>[],
  }));
  const lists = named.filter(
    ({ type, values }) =>
      /^proxmoxve:firewall\/rules/.test(type) && !values["vmId"] && !values["containerId"],
  );
  const references = lists.flatMap(({ rules }) => rules.map((each) => each["securityGroup"]));
  const groups = named.filter(
    ({ name, type, values }) =>
      /^proxmoxve:cluster\/firewall\/security\/group/.test(type) &&
      references.includes(values["name"] ?? name),
  );
  return [...lists, ...groups].some(({ rules }) =>
    rules.some(
      ({ type, action, proto, enabled }) =>
        type === "in" && action === "ACCEPT" && /^(vrrp|112)$/.test(String(proto)) && enabled !== false,
    ),
  );
}
