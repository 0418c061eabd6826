import { commandSecrets as rule } from "../../model/command/rules/secrets";
import { text } from "../example";
import { judgement } from "../judgement";
import { textsOf } from "./run";

export const secrets = judgement(rule, {
  resource: textsOf,
  wrong: { "a: remote.Command": { create: "echo 'root:correct-horse' | chpasswd" } },
  right: {
    "a: remote.Command": {
      create: text`
        chpasswd`,
      stdin: "pulumi.secret(...)",
      logging: "none",
    },
  },
});
