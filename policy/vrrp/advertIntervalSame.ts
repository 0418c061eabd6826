import { vrrpAdvertIntervalSame as rule } from "../../model/vrrp/rules/advertIntervalSame";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
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
};

export const advertIntervalSame = judgement(rule, {
  // A component gives all its members one interval.
  host: (host) =>
    instancesOf(host).flatMap(({ at, group, node, advertInt }) =>
      advertInt === undefined ? [] : [{ path: at("advert_int"), group, node, advertInt }],
    ),
  wrong,
  right: corrected(wrong, keepalivedOn("b"), "advert_int 3", "advert_int 1"),
});
