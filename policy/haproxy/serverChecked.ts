import { haproxyServerChecked as rule } from "../../model/haproxy/rules/serverChecked";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { proxiesOn, serversOf } from "./configuration";

/** Configuration manual 5.2: a check of its own, of an agent, or of another server. */
const looking = ["check", "agent-check", "track"];

export const serverChecked = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    proxiesOn(host).flatMap((proxy) => {
      const [first, ...more] = serversOf(proxy);
      if (first === undefined) return [];
      const servers = [first, ...more].map(({ name, address, params }) => ({
        ...{ name, address },
        checked: looking.some((word) => params.includes(word)) && !params.includes("no-check"),
      }));
      return [{ path: first.path, servers }];
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
