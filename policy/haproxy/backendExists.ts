import { haproxyBackendExists as rule } from "../../model/haproxy/rules/backendExists";
import { asInModel } from "../componentArgs";
import { corrected, haproxyOn, text } from "../example";
import { judgement } from "../judgement";
import { proxiesOn } from "./configuration";

const wrong = {
  [haproxyOn("a")]: text`
    frontend ssh
        bind 192.0.2.101:22
        default_backend sshd
    backend ssh
        server a 192.0.2.11:22 check`,
};

export const backendExists = judgement(rule, {
  component: asInModel(rule),
  host(host) {
    const proxies = proxiesOn(host);
    const frontends = proxies.flatMap((proxy) =>
      proxy.lines
        .filter(({ keyword }) => keyword === "default_backend" || keyword === "use_backend")
        // haproxy builds such a name from each request.
        .flatMap((line) => (/^[\w.:-]+$/.test(line.args[0] ?? "") ? [line] : []))
        .map((line) => ({ path: proxy.at(line), defaultBackend: line.args[0] ?? "" })),
    );
    const backends = proxies.filter(({ kind }) => kind !== "frontend").map(({ name }) => name);
    return frontends.length > 0 ? [{ frontends, backends }] : [];
  },
  wrong,
  right: corrected(wrong, haproxyOn("a"), "default_backend sshd", "default_backend ssh"),
});
