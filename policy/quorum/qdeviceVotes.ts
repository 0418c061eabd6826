import { quorumQdeviceVotes as rule } from "../../model/rules/quorumQdeviceVotes";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";
import { clustersByPvecm } from "./pvecm";

export const qdeviceVotes = judgement(rule, {
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
          node {
              name: c
              ring0_addr: 192.0.2.13
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
          device {
              model: net
              net {
                  algorithm: lms
                  host: 192.0.2.20
              }
          }
      }`,
  },
});
