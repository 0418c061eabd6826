import { vrrpV3Authentication as rule } from "../../model/vrrp/rules/v3Authentication";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const v3Authentication = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).map(({ at, version, authType }) => ({
      path: at("authentication"),
      version,
      authenticated: authType !== undefined,
    })),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance fast {
          version 3
          advert_int 0.25
          authentication {
              auth_type PASS
              auth_pass T4nk-2by
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance fast {
          version 3
          advert_int 0.25
      }`,
  },
});
