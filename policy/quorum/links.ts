import { quorumLinks as rule } from "../../model/rules/quorumLinks";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const links = judgement(rule, {
  component: asInModel(rule),
  level: "advisory",
  host: clustersOn,
  program: clustersByPvecm,
  wrong: {
    "a:/etc/corosync/corosync.conf": text`
      nodelist {
          node {
              name: a
              ring0_addr: 192.0.2.11
          }
          node {
              name: b
              ring0_addr: 192.0.2.12
          }
      }
      quorum {
          provider: corosync_votequorum
          wait_for_all: 1
      }`,
  },
  right: {
    "a:/etc/corosync/corosync.conf": text`
      nodelist {
          node {
              name: a
              ring0_addr: 192.0.2.11
              ring1_addr: 198.51.100.11
          }
          node {
              name: b
              ring0_addr: 192.0.2.12
              ring1_addr: 198.51.100.12
          }
      }
      quorum {
          provider: corosync_votequorum
          wait_for_all: 1
      }`,
  },
});
