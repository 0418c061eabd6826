import { vrrpValueRange as rule } from "../../model/vrrp/rules/valueRange";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { keepalivedOf, placeOf, textOf } from "./configuration";

export const valueRange = judgement(rule, {
  // Components' schemas have the same limits.
  host: (host) =>
    keepalivedOf(host).flatMap(({ document, statement: { keyword: block, block: lines = [] } }) =>
      lines.flatMap((line) => {
        const place = `${block} ${line.keyword}`;
        const value = textOf(line);
        return value === undefined ? [] : [{ path: placeOf(host, document, line, place), place, value }];
      }),
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script haproxy {
          script "/usr/bin/systemctl is-active --quiet haproxy"
          interval 0.5
          weight -300
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script haproxy {
          script "/usr/bin/systemctl is-active --quiet haproxy"
          interval 1
          weight -30
      }`,
  },
});
