import { vrrpNopreemptWeight as rule } from "../../model/vrrp/rules/nopreemptWeight";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const nopreemptWeight = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ nopreempt, tracks }) => tracks.map((track) => ({ ...track, nopreempt }))),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script check_ssh {
          script "/etc/keepalived/scripts/check_ssh.sh"
          weight -50
      }
      vrrp_instance ssh {
          state BACKUP
          nopreempt
          track_script {
              check_ssh
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script check_ssh {
          script "/etc/keepalived/scripts/check_ssh.sh"
      }
      vrrp_instance ssh {
          state BACKUP
          nopreempt
          track_script {
              check_ssh
          }
      }`,
  },
});
