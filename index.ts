import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, ProxmoxCluster, VrrpGroup, VrrpSyncGroup } from "./components";
import { type ClusterInput, ConfigurationError, type LoadBalancerInput, parseConfiguration, type VrrpGroupInput } from "./model";

/** Findings are for people: no stack trace under them. */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}

const config = new pulumi.Config();
const input = {
  cluster: config.requireObject<ClusterInput>("cluster"),
  vrrp: config.getObject<Record<string, Omit<VrrpGroupInput, "authPass">>>("vrrp") ?? {},
  haproxy: config.getObject<LoadBalancerInput>("haproxy"),
};
const model = parsed(() => parseConfiguration(input));
/** Passwords, as in `pulumi config set --secret --path quorate:secrets.authPass.ui ...`. */
const secrets = config.getSecretObject<{ authPass?: Record<string, string>; statsPassword?: string }>("secrets");

const cluster = new ProxmoxCluster(model.cluster.name, input.cluster);

const balancer =
  input.haproxy &&
  new LoadBalancer("haproxy", {
    ...input.haproxy,
    cluster,
    virtualAddresses: model.virtualAddresses,
    statsPassword: secrets?.apply(({ statsPassword }) => statsPassword ?? ""),
  });

const groups = model.vrrpGroups.map(
  ({ name, authPass }) =>
    new VrrpGroup(name, {
      ...(input.vrrp[name] as Omit<VrrpGroupInput, "authPass">),
      ...(authPass.kind === "given" ? { authPass: secrets?.apply((all) => all.authPass?.[name] ?? "") ?? "" } : {}),
      cluster,
      after: [...(balancer?.units.values() ?? [])],
    }),
);

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
