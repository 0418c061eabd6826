import { vrrpCheckUnique as rule } from "../../model/vrrp/rules/checkUnique";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { blocksOf } from "./configuration";

export const checkUnique = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    ["vrrp_script", "vrrp_track_process"].flatMap((keyword) =>
      blocksOf(host, keyword).map(({ at, statement }) => {
        const name = statement.args[0] ?? "";
        return { path: at(`${keyword} ${name}`), group: keyword, name };
      }),
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script check {
          script "/etc/keepalived/scripts/ssh.sh"
      }
      vrrp_script check {
          script "/etc/keepalived/scripts/haproxy.sh"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script check_ssh {
          script "/etc/keepalived/scripts/ssh.sh"
      }
      vrrp_script check_haproxy {
          script "/etc/keepalived/scripts/haproxy.sh"
      }`,
  },
});
