import { quorumHaResources as rule } from "../../model/rules/quorumHaResources";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersIn } from "./clusters";

export const haResourcesNeedQuorum = judgement(rule, {
  component: asInModel(rule),
  program: clustersIn,
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
    "a: remote.Command": { create: "ha-manager add vm:100 --state started" },
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
    "a: remote.Command": { create: "ha-manager add vm:100 --state started" },
  },
});
