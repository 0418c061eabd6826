import { vrrpCheckCommand as rule } from "../../model/vrrp/rules/checkCommand";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { blocksOf, inside } from "./configuration";

export const checkCommand = judgement(rule, {
  // Components write a script for every check.
  host: (host) =>
    blocksOf(host, "vrrp_script").flatMap((block) => {
      const line = inside(host, block, "script");
      return line ? [{ path: line.at(), command: line.statement.args.join(" ") }] : [];
    }),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script check_ui {
          script "/usr/bin/pidof pveproxy"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script check_ui {
          script "/etc/keepalived/scripts/check_ui.sh"
      }`,
  },
});
