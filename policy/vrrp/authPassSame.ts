import { vrrpAuthPassSame as rule } from "../../model/vrrp/rules/authPassSame";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        authentication {
            auth_type PASS
            auth_pass T4nk-2by
        }
    }`,
  [keepalivedOn("b")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        authentication {
            auth_type PASS
            auth_pass T4nk-2bY
        }
    }`,
};

export const authPassSame = judgement(rule, {
  // A component gives all its members one password.
  host: (host) =>
    instancesOf(host)
      // The value of a placeholder isn't known here.
      .filter(({ authType, authPass }) => authType === undefined || authPass !== undefined)
      .map(({ at, group, node, authPass }) => ({ path: at("auth_pass"), group, node, value: authPass })),
  wrong,
  right: corrected(wrong, keepalivedOn("b"), "T4nk-2bY", "T4nk-2by"),
});
