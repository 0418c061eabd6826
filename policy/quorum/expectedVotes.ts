import { quorumExpectedVotes as rule } from "../../model/rules/quorumExpectedVotes";
import { asInModel } from "../componentArgs";
import { text } from "../example";
import { judgement } from "../judgement";
import { clustersOn } from "./clusters";

export const expectedVotes = judgement(rule, {
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
          expected_votes: 2
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
          expected_votes: 3
      }`,
  },
});
