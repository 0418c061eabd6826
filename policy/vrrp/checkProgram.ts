import { vrrpCheckProgram as rule } from "../../model/vrrp/rules/checkProgram";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { checkScriptsOn } from "./scripts";

export const checkProgram = judgement(rule, {
  // Components write every check's script. A machine's files are complete only at the end.
  level: "advisory",
  program: ({ hosts }) =>
    hosts.flatMap((host) =>
      checkScriptsOn(host).map(({ path, command }) => {
        const [program = ""] = command.trim().split(/\s+/);
        return { path, program, written: host.documents.some((document) => document.path === program) };
      }),
    ),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script haproxy {
          script "/etc/keepalived/check_haproxy.sh"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script haproxy {
          script "/etc/keepalived/check_haproxy.sh"
      }`,
    "a:/etc/keepalived/check_haproxy.sh": text`
      #!/bin/sh
      systemctl is-active --quiet haproxy`,
  },
});
