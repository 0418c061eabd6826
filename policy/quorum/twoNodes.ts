import { quorumTwoNodes as rule } from "../../model/rules/quorumTwoNodes";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersIn } from "./clusters";

export const twoNodes = judgement(rule, {
  component: asInModel(rule),
  program: clustersIn,
  options: {
    accepted: {
      type: "boolean",
      default: false,
      description: "two nodes whose fencing alone decides are meant",
    },
  },
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
      }
      quorum {
          provider: corosync_votequorum
          device {
              model: net
              net {
                  algorithm: ffsplit
                  host: 192.0.2.20
              }
          }
      }`,
  },
});
