import { type Mistake } from "./mistake";

/** Mistakes about node ids and links. */
export const links: readonly Mistake[] = [
  [
    "one node id twice",
    { quorum: {}, "cluster.nodes.n1.nodeId": 2, "cluster.nodes.n3.nodeId": 2 },
    "QUORUM_NODE_ID_DUPLICATE",
    "cluster.nodes.n3.nodeId",
    /2 is n1's already \(cluster\.nodes\.n1\.nodeId\)/,
  ],
  [
    "node id 0",
    { quorum: {}, "cluster.nodes.n1.nodeId": 0 },
    "CONFIG_VALUE_INVALID",
    "cluster.nodes.n1.nodeId",
    /0 must be a whole number from 1 to 2147483647/,
  ],
  [
    "one address on two nodes' links",
    {
      quorum: {},
      "cluster.nodes.n1.links": { 1: "198.51.100.11" },
      "cluster.nodes.n2.links": { 1: "198.51.100.11" },
      "cluster.nodes.n3.links": { 1: "198.51.100.13" },
    },
    "QUORUM_LINK_ADDRESS_DUPLICATE",
    "cluster.nodes.n2.links.1",
    /198\.51\.100\.11 is link 1 of n1 already/,
  ],
  [
    "both links of a node at one address",
    {
      quorum: {},
      "cluster.nodes.n1.links": { 1: "192.0.2.11" },
      "cluster.nodes.n2.links": { 1: "198.51.100.12" },
      "cluster.nodes.n3.links": { 1: "198.51.100.13" },
    },
    "QUORUM_LINK_ADDRESS_DUPLICATE",
    "cluster.nodes.n1.links.1",
    /192\.0\.2\.11 is link 0 of n1 already/,
  ],
  [
    "a link that one node lacks",
    {
      quorum: {},
      "cluster.nodes.n1.links": { 1: "198.51.100.11" },
      "cluster.nodes.n3.links": { 1: "198.51.100.13" },
    },
    "QUORUM_LINKS_UNEVEN",
    "cluster.nodes.n2.links",
    /link 1 is missing here, but there on n1, n3/,
  ],
  [
    "options of a link that no node has",
    { quorum: { links: { 2: { priority: 1 } } } },
    "QUORUM_LINK_UNKNOWN",
    "quorum.links.2",
    /no node has a link 2/,
  ],
  [
    "link number 8",
    { quorum: {}, "cluster.nodes.n1.links": { 8: "198.51.100.11" } },
    "CONFIG_VALUE_INVALID",
    "cluster.nodes.n1.links.8",
    /a link number from 0 to 7/,
  ],
  [
    "two families on one link",
    { quorum: {}, "cluster.nodes.n2.links": { 0: "2001:db8::12" } },
    "QUORUM_LINK_FAMILY",
    "cluster.nodes.n2.links.0",
    /2001:db8::12 is not of the same family as n1's 192\.0\.2\.11/,
  ],
];
