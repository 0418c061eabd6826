import { vrrpInitialState as rule } from "../../model/vrrp/rules/initialState";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const initialState = judgement(rule, {
  // Components begin as BACKUP with either of them.
  host: (host) =>
    instancesOf(host).map(({ at, state, nopreempt, preemptDelay }) => ({
      path: at("state"),
      ...{ state, nopreempt, preemptDelay },
    })),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          state MASTER
          nopreempt
          virtual_router_id 51
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          state BACKUP
          nopreempt
          virtual_router_id 51
      }`,
  },
});
