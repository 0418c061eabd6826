import { haproxyTimeouts as rule } from "../../model/haproxy/rules/timeouts";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { proxiesOn, valueOf } from "./configuration";

export const timeouts = judgement(rule, {
  // Components have defaults for each.
  host: (host) =>
    proxiesOn(host).map((proxy) => ({
      path: proxy.at(),
      kind: proxy.kind,
      timeouts: ["client", "connect", "server"].filter(
        (name) => valueOf(proxy, "timeout", name) !== undefined,
      ),
    })),
  wrong: {
    [haproxyOn("a")]: text`
      defaults
          mode tcp
          timeout connect 5s
      backend ssh
          server a 192.0.2.11:22 check`,
  },
  right: {
    [haproxyOn("a")]: text`
      defaults
          mode tcp
          timeout connect 5s
          timeout client 1h
          timeout server 1h
      backend ssh
          server a 192.0.2.11:22 check`,
  },
});
