import { vrrpCheckRestarts as rule } from "../../model/vrrp/rules/checkRestarts";
import { watchedIn } from "../../model/vrrp/watched";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { checkScriptsOn } from "./scripts";

export const checkRestarts = judgement(rule, {
  component: asInModel(rule),
  // A machine's files are complete only at the end.
  program: ({ hosts }) =>
    hosts.flatMap((host) =>
      checkScriptsOn(host).map(({ path, text }) => ({ path, text, watched: watchedIn(text) })),
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script nginx {
          script "/usr/local/bin/check_nginx"
      }`,
    "a:/usr/local/bin/check_nginx": text`
      #!/bin/sh
      pgrep -x nginx || systemctl restart nginx`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script nginx {
          script "/usr/local/bin/check_nginx"
      }`,
    "a:/usr/local/bin/check_nginx": text`
      #!/bin/sh
      pgrep -x nginx`,
  },
});
