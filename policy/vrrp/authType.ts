import { vrrpAuthType as rule } from "../../model/vrrp/rules/authType";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const authType = judgement(rule, {
  // Components write PASS.
  host: (host) =>
    instancesOf(host).flatMap(({ at, authType: type, family }) =>
      type === undefined ? [] : [{ path: at("authentication"), type, family }],
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          authentication {
              auth_type MD5
              auth_pass {{auth_pass}}
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          authentication {
              auth_type PASS
              auth_pass {{auth_pass}}
          }
      }`,
  },
});
