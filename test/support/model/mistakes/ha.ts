import { type Mistake } from "./mistake";

const proxmox = { "cluster.platform": "proxmox" };
const guests = (...sids: string[]) => Object.fromEntries(sids.map((sid) => [sid, {}]));
const two = guests("vm:100", "vm:101");
const three = guests("vm:100", "vm:101", "vm:102");
const apart = (...resources: string[]) => ({ resources, affinity: "negative" });
const together = (...resources: string[]) => ({ resources, affinity: "positive" });
const on = (nodes: object, ...resources: string[]) => ({ resources, nodes });
const twoNodes = { ...proxmox, "cluster.nodes.n3": undefined, "vrrp.ui.order": ["n1", "n2"] };

/** Mistakes about Proxmox's HA manager. */
export const ha: readonly Mistake[] = [
  [
    "HA on Debian",
    { ha: { resources: two } },
    "HA_PLATFORM",
    "ha",
    /a part of Proxmox VE, and the platform is debian/,
  ],
  [
    "HA with two_node",
    { ...twoNodes, quorum: { acceptTwoNodes: "side by side" }, ha: { resources: two } },
    "QUORUM_HA_RESOURCES",
    "quorum",
    /two_node beside the HA resources vm:100, vm:101/,
  ],
  [
    "HA with two votes",
    { ...twoNodes, ha: { resources: two } },
    "HA_VOTES",
    "ha",
    /the cluster has 2 of the 3 votes that HA needs: .*quorum\.qdevice/,
  ],
  [
    "HA with votes for one node alone",
    {
      ...proxmox,
      quorum: {},
      "cluster.nodes.n2.votes": 0,
      "cluster.nodes.n3.votes": 0,
      ha: { resources: two },
    },
    "HA_VOTES",
    "ha",
    /has 1 of the 3 votes/,
  ],
  [
    "a guest without its type",
    { ...proxmox, ha: { resources: { "100": {} } } },
    "CONFIG_VALUE_INVALID",
    "ha.resources.100",
    /such as vm:100/,
  ],
  [
    "a priority of 0, which Proxmox VE takes for none",
    { ...proxmox, ha: { resources: { "vm:100": { prefer: { n1: 0 } } } } },
    "CONFIG_VALUE_INVALID",
    'ha.resources["vm:100"].prefer.n1',
    /0 must be a whole number from 1 to 1000/,
  ],
  [
    "a group of Proxmox VE 8",
    { ...proxmox, ha: { resources: { "vm:100": { group: "g1" } } } },
    "CONFIG_KEY_UNKNOWN",
    'ha.resources["vm:100"]',
    /group is not known here; write prefer/,
  ],
  [
    "a disabled rule, which the provider can't enable again",
    { ...proxmox, ha: { resources: two, rules: { a1: { ...apart("vm:100", "vm:101"), disable: true } } } },
    "CONFIG_KEY_UNKNOWN",
    "ha.rules.a1",
    /disable is not known here; leave the rule out/,
  ],
  [
    "a rule's name with a dot, which the provider takes and Proxmox VE doesn't",
    { ...proxmox, ha: { resources: two, rules: { "a.1": apart("vm:100", "vm:101") } } },
    "CONFIG_VALUE_INVALID",
    'ha.rules["a.1"]',
    /two or more letters, digits/,
  ],
  [
    "a preferred node that isn't in the cluster",
    { ...proxmox, ha: { resources: { "vm:100": { prefer: { n9: 1 } } } } },
    "HA_NODE_UNKNOWN",
    'ha.resources["vm:100"].prefer.n9',
    /n9 is no node of the cluster/,
  ],
  [
    "a rule's node that isn't in the cluster",
    { ...proxmox, ha: { resources: two, rules: { a1: on({ n9: 1 }, "vm:100") } } },
    "HA_NODE_UNKNOWN",
    "ha.rules.a1.nodes.n9",
    /write one of n1, n2, n3/,
  ],
  [
    "a rule on a guest that HA doesn't manage",
    { ...proxmox, ha: { resources: two, rules: { a1: apart("vm:100", "vm:102") } } },
    "HA_RESOURCE_UNKNOWN",
    "ha.rules.a1.resources[1]",
    /vm:102 isn't under ha\.resources/,
  ],
  [
    "a rule without nodes and without affinity",
    { ...proxmox, ha: { resources: two, rules: { a1: { resources: "vm:100" } } } },
    "HA_RULE_UNCLEAR",
    "ha.rules.a1",
    /neither nodes nor affinity/,
  ],
  [
    "a rule with nodes and affinity",
    { ...proxmox, ha: { resources: two, rules: { a1: { ...apart("vm:100", "vm:101"), nodes: { n1: 1 } } } } },
    "HA_RULE_UNCLEAR",
    "ha.rules.a1",
    /write two rules/,
  ],
  [
    "strict without prefer",
    { ...proxmox, ha: { resources: { "vm:100": { strict: true } } } },
    "HA_RULE_UNCLEAR",
    'ha.resources["vm:100"].strict',
    /true without prefer/,
  ],
  [
    "a strict affinity of guests",
    { ...proxmox, ha: { resources: two, rules: { a1: { ...apart("vm:100", "vm:101"), strict: true } } } },
    "HA_RULE_UNCLEAR",
    "ha.rules.a1",
    /always strict/,
  ],
  [
    "a rule with the name that prefer takes",
    {
      ...proxmox,
      ha: {
        resources: { "vm:100": { prefer: { n1: 1 } }, "vm:101": {} },
        rules: { "prefer-vm-100": on({ n1: 1 }, "vm:101") },
      },
    },
    "HA_RULE_UNCLEAR",
    "ha.rules.prefer-vm-100",
    /prefer of vm:100 is a rule of this name/,
  ],
  [
    "a guest that prefers nodes twice",
    {
      ...proxmox,
      ha: { resources: { "vm:100": { prefer: { n1: 1 } } }, rules: { a1: on({ n2: 1 }, "vm:100") } },
    },
    "HA_INFEASIBLE",
    'ha.resources["vm:100"].prefer',
    /'vm:100' is already used in another node affinity rule, so Proxmox VE refuses or ignores it; keep vm:100 in one of prefer-vm-100, a1/,
  ],
  [
    "one guest kept apart",
    { ...proxmox, ha: { resources: two, rules: { a1: apart("vm:100", "vm:100") } } },
    "HA_INFEASIBLE",
    "ha.rules.a1",
    /less than two resources/,
  ],
  [
    "more guests apart than there are nodes",
    {
      ...proxmox,
      ha: {
        resources: { ...three, "vm:103": {} },
        rules: { a1: apart("vm:100", "vm:101", "vm:102", "vm:103") },
      },
    },
    "HA_INFEASIBLE",
    "ha.rules.a1",
    /more resources than available nodes.*at most 3/,
  ],
  [
    "guests together by two rules and apart by a third",
    {
      ...proxmox,
      ha: {
        resources: three,
        rules: {
          t1: together("vm:100", "vm:101"),
          t2: together("vm:101", "vm:102"),
          a1: apart("vm:100", "vm:102"),
        },
      },
    },
    "HA_INFEASIBLE",
    "ha.rules.t2",
    /shares two or more resources with a negative.*take vm:100 or vm:102 out of a1, or of t1, t2/,
  ],
  [
    "guests apart, one of which prefers nodes in an order",
    {
      ...proxmox,
      ha: {
        resources: { ...two, "vm:100": { prefer: { n1: 2, n2: 1 } } },
        rules: { a1: apart("vm:100", "vm:101") },
      },
    },
    "HA_INFEASIBLE",
    "ha.rules.a1",
    /node affinity rules with multiple priorities.*give all nodes of prefer-vm-100 the same priority/,
  ],
  [
    "guests together that prefer different nodes",
    {
      ...proxmox,
      ha: {
        resources: { "vm:100": { prefer: { n1: 1 } }, "vm:101": { prefer: { n2: 1 } } },
        rules: { t1: together("vm:100", "vm:101") },
      },
    },
    "HA_INFEASIBLE",
    "ha.rules.t1",
    /multiple node affinity rules/,
  ],
  [
    "two guests apart on one node",
    {
      ...proxmox,
      ha: { resources: two, rules: { a1: apart("vm:100", "vm:101"), o1: on({ n1: 1 }, "vm:100", "vm:101") } },
    },
    "HA_INFEASIBLE",
    "ha.rules.o1",
    /restrict these to less nodes.*name 2 nodes or more in o1/,
  ],
];
