import { vrrpAuthPassPrintable as rule } from "../../model/vrrp/rules/authPassPrintable";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { passwordOf, passwordsOn } from "./passwords";

export const authPassPrintable = judgement(rule, {
  component: passwordOf,
  host: passwordsOn,
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ssh {
          authentication {
              auth_type PASS
              auth_pass "p@ss wd!"
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ssh {
          authentication {
              auth_type PASS
              auth_pass T4nk-2by
          }
      }`,
  },
});
