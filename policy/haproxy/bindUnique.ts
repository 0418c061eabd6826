import { haproxyBindUnique as rule } from "../../model/haproxy/rules/bindUnique";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { listenersOn } from "./listeners";

const wrong = {
  [haproxyOn("a")]: text`
    frontend ssh
        bind 192.0.2.101:22
        default_backend ssh
    backend ssh
        server a 192.0.2.11:22 check`,
};

export const bindUnique = judgement(rule, {
  component: asInModel(rule),
  program: ({ hosts }) => hosts.flatMap(listenersOn),
  wrong,
  right: {
    ...wrong,
    "a:/etc/ssh/sshd_config.d/01-haproxy.conf": text`
      ListenAddress 192.0.2.11`,
  },
});
