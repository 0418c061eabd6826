import { commandExitCode as rule } from "../../model/command/rules/exitCode";
import { judgement } from "../judgement";
import { textsOf } from "./run";

export const exitCode = judgement(rule, {
  // Another command may verify the outcome.
  level: "advisory",
  resource: textsOf,
  wrong: { "a: remote.Command": { create: "pvecm add 192.0.2.11 --use_ssh" } },
  right: {
    "a: remote.Command": {
      create:
        "pvecm add 192.0.2.11 --use_ssh | tee /dev/stderr | grep -q \"^successfully added node '$(hostname)'\"",
    },
  },
});
