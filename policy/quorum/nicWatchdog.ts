import { quorumNicWatchdog as rule } from "../../model/rules/quorumNicWatchdog";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersIn } from "./clusters";
import { watchedBy } from "./fencing";

export const nicWatchdog = judgement(rule, {
  component: watchedBy,
  program: clustersIn,
  options: {
    directLink: { type: "boolean", description: "whether the watched link is a cable from node to node" },
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
    "a:/usr/local/sbin/fencing.sh": text`
      #!/bin/sh
      ip link show vmbr1 | grep -q "state UP" || shutdown -h now`,
    "b:/usr/local/sbin/fencing.sh": text`
      #!/bin/sh
      ip link show vmbr1 | grep -q "state UP" || shutdown -h now`,
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
          two_node: 1
      }`,
    "a:/usr/local/sbin/fencing.sh": text`
      #!/bin/sh
      ip link show vmbr1 | grep -q "state UP" || shutdown -h now`,
  },
});
