import { vrrpCheckPermission as rule } from "../../model/vrrp/rules/checkPermission";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { checkScriptsOn } from "./scripts";

export const checkPermission = judgement(rule, {
  component: asInModel(rule),
  // A machine's files are complete only at the end.
  program: ({ hosts }) => hosts.flatMap(checkScriptsOn),
  wrong: {
    [keepalivedOn("a")]: text`
      global_defs {
          script_user keepalived_script
      }
      vrrp_script haproxy {
          script "/usr/bin/killall -0 haproxy"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      global_defs {
          script_user keepalived_script
      }
      vrrp_script haproxy {
          script "/usr/bin/pgrep -x haproxy"
      }`,
  },
});
