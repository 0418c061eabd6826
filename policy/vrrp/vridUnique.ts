import { vrrpVridUnique as rule, type VirtualRouter } from "../../model/vrrp/rules/vridUnique";
import { groupOf } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        virtual_ipaddress {
            192.0.2.100/24
        }
    }`,
  [keepalivedOn("b")]: text`
    vrrp_instance ssh {
        virtual_router_id 51
        virtual_ipaddress {
            192.0.2.101/24
        }
    }`,
};

export const vridUnique = judgement(rule, {
  component(component): VirtualRouter[] {
    const { group, subnets = [] } = groupOf(component) ?? {};
    if (group === undefined) return [];
    const { name, family, virtualRouterId, network } = group;
    const own = { path: `vrrp.${name}.virtualRouterId`, name, family, virtualRouterId };
    const segments = subnets.filter((subnet) => subnet.includes(":") === (family === 6));
    return (segments.length > 0 ? segments : [network]).map((segment) => ({ ...own, network: segment }));
  },
  host: (host) =>
    instancesOf(host).flatMap(({ node, name, network, family, virtualRouterId, addresses, at }) =>
      virtualRouterId === undefined
        ? []
        : [
            {
              path: at("virtual_router_id"),
              ...{ node, name, network, family, virtualRouterId },
              addresses: addresses.map(({ address }) => address),
            },
          ],
    ),
  options: {
    others: {
      type: "array",
      description:
        "virtual routers that this program doesn't declare: {stack, network: subnet, virtualRouterIds}",
      items: {
        type: "object",
        required: ["stack", "network", "virtualRouterIds"],
        properties: {
          stack: { type: "string" },
          network: { type: "string", pattern: "/[0-9]+$" },
          virtualRouterIds: { type: "array", items: { type: "integer", minimum: 1, maximum: 255 } },
        },
        additionalProperties: false,
      },
    },
  },
  wrong,
  right: corrected(wrong, keepalivedOn("b"), "virtual_router_id 51", "virtual_router_id 52"),
});
