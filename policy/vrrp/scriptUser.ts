import { vrrpScriptUser as rule } from "../../model/vrrp/rules/scriptUser";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { blocksOf, hasUnseen, inside, textOf } from "./configuration";

export const scriptUser = judgement(rule, {
  component: asInModel(rule),
  // A machine's files are complete only at the end.
  program: ({ hosts }) => hosts.flatMap(scriptsOn),
  wrong: {
    [keepalivedOn("a")]: text`
      global_defs {
          enable_script_security
          script_user root
      }
      vrrp_script check_ssh {
          script "/etc/keepalived/scripts/check_ssh.sh"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      global_defs {
          enable_script_security
          script_user keepalived_script
      }
      vrrp_script check_ssh {
          script "/etc/keepalived/scripts/check_ssh.sh"
      }`,
  },
});

function scriptsOn(host: Host) {
  const scripts = blocksOf(host, "vrrp_script").map((block) => {
    const user = inside(host, block, "user");
    return {
      path: (user ?? block).at(`vrrp_script ${block.statement.args[0] ?? ""}`),
      user: textOf(user?.statement),
    };
  });
  // An included file that the program doesn't write may have them.
  if (scripts.length === 0 || hasUnseen(host)) return [];
  const globals = blocksOf(host, "global_defs");
  const lines = (keyword: string) => globals.flatMap((block) => inside(host, block, keyword) ?? []);
  const user = lines("script_user").at(-1);
  const [path] = [...lines("script_user"), ...globals].map(({ at }) => at());
  return [
    {
      path: path ?? `${host.name}: global_defs`,
      enableScriptSecurity: lines("enable_script_security").length > 0,
      // The user of a placeholder isn't known here.
      scriptUser: user && (textOf(user.statement) ?? user.statement.args.join(" ")),
      scripts,
    },
  ];
}
