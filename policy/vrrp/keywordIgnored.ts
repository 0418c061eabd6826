import { vrrpKeywordIgnored as rule } from "../../model/vrrp/rules/keywordIgnored";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { keepalivedOf, placeOf } from "./configuration";

export const keywordIgnored = judgement(rule, {
  host: (host) =>
    keepalivedOf(host).flatMap(({ document, statement: { keyword: block, block: lines = [] } }) =>
      lines.map((line) => ({
        path: placeOf(host, document, line, `${block} ${line.keyword}`),
        ...{ block, keyword: line.keyword, value: line.args.join(" ") },
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
