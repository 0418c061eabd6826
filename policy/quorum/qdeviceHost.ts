import { quorumQdeviceHost as rule } from "../../model/rules/quorumQdeviceHost";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const qdeviceHost = judgement(rule, {
  component: asInModel(rule),
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
          device {
              model: net
              net {
                  algorithm: ffsplit
                  host: 192.0.2.12
              }
          }
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
