import * as pulumi from "@pulumi/pulumi";
import {
  HighAvailability,
  LoadBalancer,
  NicWatchdog,
  ProxmoxCluster,
  ProxmoxQuorum,
  QDevice,
  Qnetd,
  Quorum,
  VrrpGroup,
  VrrpSyncGroup,
} from "./components";
import {
  type ClusterInput,
  ConfigurationError,
  type FencingInput,
  type HaInput,
  type LoadBalancerInput,
  parseConfiguration,
  type QuorumInput,
  type VrrpGroupInput,
} from "./model";

// The SDK records a stack for each promise. Mapping these stacks to TypeScript takes an eighth of a preview's work.
Reflect.deleteProperty(Error, "prepareStackTrace");
// Only `pulumi --debug` needs these messages. They send each resource, texts included, to the engine three more
// times.
Reflect.set(pulumi.log, "debug", () => Promise.resolve());

/** Passwords, set by `pulumi config set --secret --path quorate:secrets.authPass.ui ...`. */
interface Secrets {
  readonly authPass?: Readonly<Record<string, string>>;
  readonly statsPassword?: string;
  readonly apiToken?: string;
}

/** Turns findings into a RunError, so that Pulumi prints them without a stack trace. */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}

function commandsOf(component: QDevice | LoadBalancer | undefined): pulumi.Resource[] {
  return [...(component?.units.values() ?? [])].map((unit) => unit.command);
}

const config = new pulumi.Config();
const input = {
  cluster: config.requireObject<ClusterInput>("cluster"),
  vrrp: config.getObject<Record<string, VrrpGroupInput>>("vrrp") ?? {},
  haproxy: config.getObject<LoadBalancerInput>("haproxy"),
  quorum: config.getObject<QuorumInput>("quorum"),
  fencing: config.getObject<FencingInput>("fencing"),
  ha: config.getObject<HaInput>("ha"),
};
const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith("quorate:"));
const given = Object.fromEntries(keys.map((key) => [key.slice("quorate:".length), true]));
const model = parsed(() => parseConfiguration({ ...given, ...input }));
const secrets = config.getSecretObject<Secrets>("secrets");

function secret(path: string, find: (all: Secrets) => string | undefined): pulumi.Output<string> {
  const missing = `the secret ${path} is not set; run: pulumi config set --secret --path quorate:secrets.${path}`;
  return (secrets ?? pulumi.output<Secrets>({})).apply((all) => {
    const value = find(all);
    if (value === undefined) throw new pulumi.RunError(missing);
    return value;
  });
}

const cluster = new ProxmoxCluster(model.cluster.name, input.cluster);

/** Once these are done, every node is quorate. Groups that track quorum, and the NIC watchdog, come after them. */
const settled: pulumi.Resource[] = [];
if (input.quorum) {
  const { qdevice } = input.quorum;
  const qnetd = qdevice && new Qnetd("qnetd", { cluster, host: qdevice.host, tls: qdevice.tls });
  const args = { ...input.quorum, cluster, fencing: input.fencing, after: qnetd?.ready ?? [] };
  if (model.cluster.platform === "proxmox") {
    settled.push(...new ProxmoxQuorum("corosync", args).settled);
  } else {
    const quorum = new Quorum("corosync", args);
    settled.push(...quorum.settled);
    if (qnetd) settled.push(...commandsOf(new QDevice("qdevice", { cluster, quorum, qnetd })));
  }
}

const balancer =
  input.haproxy &&
  new LoadBalancer("haproxy", {
    ...input.haproxy,
    cluster,
    virtualAddresses: model.virtualAddresses,
    ...(model.loadBalancer?.stats?.user === undefined
      ? {}
      : { statsPassword: secret("statsPassword", (all) => all.statsPassword) }),
  });

const groups = Object.entries(input.vrrp).map(([name, { authPass, ...group }]) => {
  const password =
    typeof authPass === "object" && "secret" in authPass
      ? secret(`authPass.${name}`, (all) => all.authPass?.[name])
      : authPass;
  return new VrrpGroup(name, {
    ...group,
    ...(password === undefined ? {} : { authPass: password }),
    cluster,
    after: [...commandsOf(balancer), ...(group.track?.some(({ quorate }) => quorate) ? settled : [])],
  });
});

for (const name of new Set(groups.flatMap(({ group }) => group.syncGroup ?? []))) {
  new VrrpSyncGroup(name, { cluster, groups: groups.filter(({ group }) => group.syncGroup === name) });
}

if (input.fencing?.nicWatchdog) {
  const after = [...settled, ...commandsOf(balancer), ...groups.flatMap(({ releases }) => releases)];
  new NicWatchdog("nic-watchdog", { ...input.fencing.nicWatchdog, cluster, after });
}

if (input.ha) {
  const apiToken = secret("apiToken", (all) => all.apiToken);
  const { quorum, fencing } = input;
  new HighAvailability("ha", { ...input.ha, cluster, apiToken, quorum, fencing, after: settled });
}

cluster.keepUnits();

/** Each virtual address, its group, and the nodes that may hold it, highest priority first. */
export const vips = model.vrrpGroups.flatMap(({ name, virtualIpaddress, members }) =>
  virtualIpaddress.map(({ address }) => ({ group: name, address, nodes: members.map(({ node }) => node) })),
);

/** The addresses and ports on which haproxy listens. */
export const frontends = (model.loadBalancer?.frontends ?? []).flatMap(
  ({ name, mode, bind, defaultBackend }) =>
    bind.map(({ address, port }) => ({ name, address, port, mode, backend: defaultBackend })),
);
