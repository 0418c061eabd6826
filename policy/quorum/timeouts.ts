import { quorumTimeouts as rule, type Timeouts, wholeToken } from "../../model/quorum/rules/timeouts";
import { corosyncOn, text } from "../example";
import { readCorosync, sectionOf, sectionsOf } from "../formats/corosync";
import { documentsOf, type Host, placeIn } from "../host";
import { judgement } from "../judgement";

export const timeouts = judgement(rule, {
  // Components' times are judged before they are resolved.
  host: timeoutsOn,
  wrong: {
    [corosyncOn("a")]: text`
      totem {
          token: 10000
          consensus: 3600
      }`,
  },
  right: {
    [corosyncOn("a")]: text`
      totem {
          token: 10000
          consensus: 12000
      }`,
  },
});

function timeoutsOn(host: Host): Timeouts[] {
  return documentsOf(host, "corosync").flatMap((document) => {
    const file = readCorosync(document.text);
    const totem = sectionOf(file, "totem");
    if (totem === undefined) return [];
    const number = (key: string, { values } = totem): number | undefined => {
      const value = values.get(key) ?? "";
      return /^\d+$/.test(value) ? Number(value) : undefined;
    };
    const nodes = sectionsOf(sectionOf(file, "nodelist"), "node").length;
    return [
      {
        path: placeIn(host, document, totem.line, "totem"),
        token: wholeToken(nodes, number("token"), number("token_coefficient")),
        retransmits: number("token_retransmits_before_loss_const"),
        consensus: number("consensus"),
        links: sectionsOf(totem, "interface").map((section) => ({
          path: placeIn(host, document, section.line, "interface"),
          pingInterval: number("knet_ping_interval", section),
          pingTimeout: number("knet_ping_timeout", section),
        })),
      },
    ];
  });
}
