import { vrrpAuthPassDifferent as rule } from "../../model/vrrp/rules/authPassDifferent";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { passwordOf, passwordsOn } from "./passwords";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        authentication {
            auth_type PASS
            auth_pass T4nk-2by
        }
    }
    vrrp_instance ssh {
        virtual_router_id 52
        authentication {
            auth_type PASS
            auth_pass T4nk-2by
        }
    }`,
};

export const authPassDifferent = judgement(rule, {
  component: passwordOf,
  host: passwordsOn,
  wrong,
  right: corrected(wrong, keepalivedOn("a"), "T4nk-2by", "9ine.Cat"),
});
