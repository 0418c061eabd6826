import { canonical, isAddress } from "../../model/address";
import { type DistinctNode, quorumNodesDistinct as rule } from "../../model/quorum/rules/nodesDistinct";
import { corosyncOn, text } from "../example";
import { readCorosync, sectionOf, sectionsOf } from "../formats/corosync";
import { documentsOf, type Host, placeIn } from "../host";
import { judgement } from "../judgement";

export const nodesDistinct = judgement(rule, {
  // Components' ids and addresses are judged before they are resolved.
  host: nodesOn,
  wrong: {
    [corosyncOn("a")]: text`
      nodelist {
          node {
              nodeid: 1
              ring0_addr: 192.0.2.11
          }
          node {
              nodeid: 1
              ring0_addr: 192.0.2.12
          }
      }`,
  },
  right: {
    [corosyncOn("a")]: text`
      nodelist {
          node {
              nodeid: 1
              ring0_addr: 192.0.2.11
          }
          node {
              nodeid: 2
              ring0_addr: 192.0.2.12
          }
      }`,
  },
});

function nodesOn(host: Host): DistinctNode[] {
  return documentsOf(host, "corosync").flatMap((document) => {
    const nodelist = sectionOf(readCorosync(document.text), "nodelist");
    return sectionsOf(nodelist, "node").map(({ line, values }, index) => ({
      path: placeIn(host, document, line, "node"),
      file: `${host.name}:${document.path}`,
      name: values.get("name") ?? values.get("ring0_addr") ?? `node ${String(index + 1)}`,
      values: [...values]
        .filter(
          ([key, value]) => /^(nodeid|name|ring\d_addr)$/.test(key) && value !== "" && !/[${]/.test(value),
        )
        .map(([key, value]) => ({ key, value: isAddress(value) ? canonical(value) : value })),
    }));
  });
}
