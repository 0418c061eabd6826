import { vrrpPreemption as rule } from "../../model/vrrp/rules/preemption";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const preemption = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).map(({ at, nopreempt, preemptDelay }) => ({
      path: at("preempt_delay"),
      nopreempt,
      preemptDelay,
    })),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          state BACKUP
          nopreempt
          preempt_delay 60
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          state BACKUP
          preempt_delay 60
      }`,
  },
});
