import {
  haproxyCheckSpeaksTls as rule,
  type HttpCheckedServer,
} from "../../model/haproxy/rules/checkSpeaksTls";
import { asInModel } from "../componentArgs";
import { haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { type Proxy, proxiesOn, serversOf, valueOf } from "./configuration";

export const checkSpeaksTls = judgement(rule, {
  component: asInModel(rule),
  host: (host) => proxiesOn(host).flatMap(checkedIn),
  wrong: {
    [haproxyOn("a")]: text`
      backend ui
          mode tcp
          option httpchk GET /
          server a 192.0.2.11:8006 check`,
  },
  right: {
    [haproxyOn("a")]: text`
      backend ui
          mode tcp
          option httpchk GET /
          server a 192.0.2.11:8006 check check-ssl verify none`,
  },
});

function checkedIn(proxy: Proxy): HttpCheckedServer[] {
  const { lines } = proxy;
  const asks = lines.some(({ keyword, args }) => keyword === "option" && args[0] === "httpchk");
  // Its own connect lines may use TLS, or another port.
  const connects = lines.some(({ keyword, args }) => keyword === "http-check" && args[0] === "connect");
  if (!asks || connects) return [];
  const mode = valueOf(proxy, "mode") === "http" ? "http" : "tcp";
  return serversOf(proxy).flatMap(({ path, name, port, params }) => {
    const own = params.lastIndexOf("port");
    const checked = own === -1 ? port : Number(params[own + 1]);
    if (checked === undefined || !params.includes("check")) return [];
    return [{ path, name, port: checked, tls: params.includes("check-ssl") || params.includes("ssl"), mode }];
  });
}
