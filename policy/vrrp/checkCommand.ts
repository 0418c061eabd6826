import { vrrpCheckCommand as rule } from "../../model/vrrp/rules/checkCommand";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { checkScriptsOn } from "./scripts";

export const checkCommand = judgement(rule, {
  component: asInModel(rule),
  host: checkScriptsOn,
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
