import { vrrpAdvertIntervalSame as rule } from "../../model/vrrp/rules/advertIntervalSame";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const advertIntervalSame = judgement(rule, {
  // A component gives all its members one interval.
  host: (host) =>
    instancesOf(host).flatMap(({ at, group, node, advertInt }) =>
      advertInt === undefined ? [] : [{ path: at("advert_int"), group, node, advertInt }],
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          advert_int 1
      }`,
    [keepalivedOn("b")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          advert_int 3
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          advert_int 1
      }`,
    [keepalivedOn("b")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          advert_int 1
      }`,
  },
});
