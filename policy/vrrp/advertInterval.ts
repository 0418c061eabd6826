import { vrrpAdvertInterval as rule } from "../../model/vrrp/rules/advertInterval";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const advertInterval = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ at, version, advertInt }) =>
      advertInt === undefined ? [] : [{ path: at("advert_int"), version, advertInt }],
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          version 2
          advert_int 0.5
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          version 3
          advert_int 0.5
      }`,
  },
});
