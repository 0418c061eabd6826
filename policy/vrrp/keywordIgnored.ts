import { vrrpKeywordIgnored as rule } from "../../model/vrrp/rules/keywordIgnored";
import { keepalivedOn, text } from "../example";
import { placeIn } from "../host";
import { judgement } from "../judgement";
import { keepalivedOf } from "./configuration";

export const keywordIgnored = judgement(rule, {
  host: (host) =>
    keepalivedOf(host).flatMap(({ document, statement: { keyword: block, block: lines = [] } }) =>
      lines.map(({ keyword, args, line }) => ({
        path: placeIn(host, document, line, `${block} ${keyword}`),
        ...{ block, keyword, value: args.join(" ") },
      })),
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      global_defs {
          weight -20
      }
      vrrp_script check_ui {
          script "/etc/keepalived/scripts/check_ui.sh"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script check_ui {
          script "/etc/keepalived/scripts/check_ui.sh"
          weight -20
      }`,
  },
});
