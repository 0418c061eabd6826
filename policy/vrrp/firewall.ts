import { vrrpFirewall as rule } from "../../model/vrrp/rules/firewall";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

/** Commands that drop packets without a matching rule: nftables, iptables, ufw, firewalld, Proxmox's firewall. */
const drops = [
  /\bhook\s+input\b[^}]*?\bpolicy\s+(drop|reject)\b/,
  /\biptables(?:-\w+)?\b[^\n]*\s(?:-P|--policy)\s+INPUT\s+(?:DROP|REJECT)\b/,
  /^:INPUT\s+(?:DROP|REJECT)\b/m,
  /\bufw\b[^\n]*\benable\b/,
  /\bsystemctl\b[^\n]*\b(?:start|enable)\b[^\n]*\bfirewalld\b/,
  /\[OPTIONS\][^[]*^\s*enable:\s*1\b/m,
];

/** Commands that accept IP protocol 112. */
const accepts =
  /\b(?:protocol|proto|nexthdr|-p|--protocol|--add-protocol=?|value=)\s*["'{]?\s*(?:vrrp|112)\b|protocol value="vrrp"/i;

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
    }`,
  "a:/etc/nftables.conf": text`
    table inet filter {
        chain input {
            type filter hook input priority filter; policy drop;
            ct state established,related accept
            tcp dport { 22, 8006 } accept
        }
    }`,
};

export const firewall = judgement(rule, {
  // Components accept the protocol themselves, on every node.
  program: ({ hosts }) =>
    hosts.map((host) => ({
      path: host.name,
      node: host.name,
      drops: drops.some((pattern) => pattern.test(host.script)),
      acceptsVrrp: accepts.test(host.script),
      vrrp: instancesOf(host).length > 0,
    })),
  wrong,
  right: corrected(wrong, "a:/etc/nftables.conf", "accept", "accept\n        ip protocol vrrp accept"),
});
