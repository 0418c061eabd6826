import { vrrpVmacInterface as rule } from "../../model/vrrp/rules/vmacInterface";
import { asInModel } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const sharing = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        interface eth0
        virtual_router_id 51
        use_vmac vrrp.ui
    }
    vrrp_instance ssh {
        interface eth0
        virtual_router_id 52
        use_vmac vrrp.ui
    }`,
};

export const vmacInterface = judgement(rule, {
  component: asInModel(rule),
  host: (host) => {
    const instances = instancesOf(host);
    const taken = instances.flatMap((instance) => instance.interface ?? []);
    return instances.flatMap(({ at, node, name, vmac }) =>
      vmac === undefined
        ? []
        : [{ path: at("use_vmac"), node, group: `vrrp_instance ${name}`, interface: vmac, taken }],
    );
  },
  wrong: sharing,
  right: corrected(sharing, keepalivedOn("a"), "use_vmac vrrp.ui", "use_vmac"),
});
