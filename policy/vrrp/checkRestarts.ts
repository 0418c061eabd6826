import { vrrpCheckRestarts as rule } from "../../model/vrrp/rules/checkRestarts";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { checkScriptsOn, watchedIn } from "./scripts";

export const checkRestarts = judgement(rule, {
  // Components' checks only look. A machine's files are complete only at the end.
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
