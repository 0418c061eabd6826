import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, ProxmoxCluster, VrrpGroup, VrrpSyncGroup } from "./components";
import { parseConfiguration } from "./model";

const config = new pulumi.Config();
const input = {
  cluster: config.requireObject<never>("cluster"),
  vrrp: config.getObject<Record<string, never>>("vrrp"),
  haproxy: config.getObject<never>("haproxy"),
};
const model = parseConfiguration({ ...input, keys: Object.keys(pulumi.runtime.allConfig()) });
/** `authPass` by group, `statsPassword`: `pulumi config set --secret --path quorate:secrets.authPass.ui ...` */
const secrets = config.getSecretObject<{ authPass?: Record<string, string>; statsPassword?: string }>("secrets");

const cluster = new ProxmoxCluster(model.cluster.name, input.cluster);

const { virtualAddresses } = model;
const statsPassword = secrets?.apply((all) => all.statsPassword ?? "");
const balancer =
  input.haproxy && new LoadBalancer("haproxy", { ...(input.haproxy as object), cluster, virtualAddresses, statsPassword } as never);

const groups = model.vrrpGroups.map(({ name, authPass }) => {
  const given = authPass.kind === "given" && secrets?.apply((all) => all.authPass?.[name] ?? "");
  const after = balancer ? [...balancer.units.values()] : [];
  return new VrrpGroup(name, { ...(input.vrrp?.[name] as object), ...(given ? { authPass: given } : {}), cluster, after } as never);
});

for (const name of new Set(groups.flatMap(({ group }) => group.syncGroup ?? []))) {
  new VrrpSyncGroup(name, { cluster, groups: groups.filter(({ group }) => group.syncGroup === name) });
}

/** Each virtual address, its group, and the nodes that may hold it, the first in order first. */
export const vips = model.vrrpGroups.flatMap(({ name, virtualIpaddress, members }) =>
  virtualIpaddress.map(({ address }) => ({ group: name, address, nodes: members.map(({ node }) => node) })),
);

/** Where haproxy listens. */
export const frontends = (model.loadBalancer?.frontends ?? []).flatMap(({ name, mode, bind, defaultBackend }) =>
  bind.map(({ address, port }) => ({ name, address, port, mode, backend: defaultBackend })),
);
