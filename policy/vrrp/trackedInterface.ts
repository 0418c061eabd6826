import { vrrpTrackedInterface as rule } from "../../model/vrrp/rules/trackedInterface";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const trackedInterface = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).map(({ at, tracks, ...instance }) => ({
      path: at("track_interface"),
      own: instance.interface === undefined ? [] : [instance.interface],
      tracked: tracks.filter(({ list }) => list === "track_interface").map(({ name }) => name),
    })),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          interface eth0
          track_interface {
              eth0 weight -20
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          interface eth0
          track_interface {
              eth1
          }
      }`,
  },
});
