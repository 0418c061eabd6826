import { haproxyTimeUnit as rule } from "../../model/haproxy/rules/timeUnit";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { linesOn } from "./configuration";

export const timeUnit = judgement(rule, {
  // Components' times have units.
  host: (host) =>
    linesOn(host)
      .filter(({ line: { keyword } }) => keyword === "timeout")
      .map(({ path, line: { args } }) => ({ path, name: args[0] ?? "", value: args[1] ?? "" })),
  wrong: {
    [haproxyOn("a")]: text`
      defaults
          timeout connect 5s
          timeout client 30
          timeout server 30s`,
  },
  right: {
    [haproxyOn("a")]: text`
      defaults
          timeout connect 5s
          timeout client 30s
          timeout server 30000`,
  },
});
