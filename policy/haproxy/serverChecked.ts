import { haproxyServerChecked as rule } from "../../model/haproxy/rules/serverChecked";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { proxiesOn } from "./configuration";

export const serverChecked = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    proxiesOn(host).flatMap((proxy) => {
      const lines = proxy.lines.filter(
        ({ keyword }) => keyword === "server" || keyword === "server-template",
      );
      if (lines.length === 0) return [];
      const usual = proxy.lines.some(
        ({ keyword, args }) => keyword === "default-server" && args.includes("check"),
      );
      const servers = lines.map(({ args }) => ({
        name: args[0] ?? "",
        checked: args.includes("check") || (usual && !args.includes("no-check")),
      }));
      return [{ path: proxy.at(lines[0], "check"), servers }];
    }),
  wrong: {
    [haproxyOn("a")]: text`
      backend ssh
          server a 192.0.2.11:22 check
          server b 192.0.2.12:22`,
  },
  right: {
    [haproxyOn("a")]: text`
      backend ssh
          default-server check
          server a 192.0.2.11:22
          server b 192.0.2.12:22`,
  },
});
