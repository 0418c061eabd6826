import { vrrpAuthPassPublished as rule } from "../../model/vrrp/rules/authPassPublished";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { passwordOf, passwordsOn } from "./passwords";

export const authPassPublished = judgement(rule, {
  component: passwordOf,
  host: passwordsOn,
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          authentication {
              auth_type PASS
              auth_pass password
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          authentication {
              auth_type PASS
              auth_pass T4nk-2by
          }
      }`,
  },
});
