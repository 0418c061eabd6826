import { vrrpAuthPassSecret as rule } from "../../model/vrrp/rules/authPassSecret";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { passwordOf, passwordsOn } from "./passwords";

export const authPassSecret = judgement(rule, {
  component: passwordOf,
  host: passwordsOn,
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          authentication {
              auth_type PASS
              auth_pass T4nk-2by
          }
      }`,
  },
  right: {
    "a: remote.Command": {
      create: text`
        read -r password
        cat >/etc/keepalived/keepalived.conf <<EOF
        vrrp_instance ui {
            authentication {
                auth_type PASS
                auth_pass $password
            }
        }
        EOF`,
      stdin: "pulumi.secret(...)",
    },
  },
});
