import { quorumTwoNodeFlag as rule } from "../../model/rules/quorumTwoNodeFlag";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";

export const twoNodeFlag = judgement(rule, {
  component: asInModel(rule),
  host: clustersOn,
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
          node {
              name: c
              ring0_addr: 192.0.2.13
          }
      }
      quorum {
          provider: corosync_votequorum
          two_node: 1
      }`,
  },
  right: {
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
          node {
              name: c
              ring0_addr: 192.0.2.13
          }
      }
      quorum {
          provider: corosync_votequorum
          wait_for_all: 1
      }`,
  },
});
