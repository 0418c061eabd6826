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
import { password, readConfiguration } from "./configuration";
import {
  type ClusterInput,
  ConfigurationError,
  type FencingInput,
  type HaInput,
  type LoadBalancerInput,
  parseConfiguration,
  rawLinesOf,
  type QuorumInput,
  rawSecretNames,
  type SyncGroupInput,
  type VrrpGroupInput,
} from "./model";
import { frontendOutputs, vipOutputs } from "./outputs";

// The SDK records a stack for each promise. Mapping these stacks to TypeScript takes an eighth of a preview's work.
Reflect.deleteProperty(Error, "prepareStackTrace");
// Only `pulumi --debug` needs these messages. They send each resource, texts included, to the engine three more
// times.
Reflect.set(pulumi.log, "debug", () => Promise.resolve());

/** Turns findings into a RunError, so that Pulumi prints them without a stack trace. */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}

/** Whether a password is written as `{secret: true}`, so that `quorate:secrets` has it. */
function isSecret(written: unknown): written is { readonly secret: true } {
  return typeof written === "object" && written !== null && "secret" in written;
}

/** The secrets that raw lines name, from `quorate:secrets.raw`. */
function rawSecretsOf(lines: readonly string[] = []): Readonly<Record<string, pulumi.Input<string>>> {
  return Object.fromEntries(rawSecretNames(lines).map((name) => [name, password("raw", name)]));
}

function commandsOf(component: QDevice | LoadBalancer | undefined): pulumi.Resource[] {
  return [...(component?.units.values() ?? [])].map((unit) => unit.command);
}

/** The configuration's parts, once the model has accepted them. */
interface Input {
  readonly cluster: ClusterInput;
  readonly vrrp?: Readonly<Record<string, VrrpGroupInput>>;
  readonly syncGroups?: Readonly<Record<string, SyncGroupInput>>;
  readonly haproxy?: LoadBalancerInput;
  readonly quorum?: QuorumInput;
  readonly fencing?: FencingInput;
  readonly ha?: HaInput;
}

const configuration = readConfiguration();
const model = parsed(() => parseConfiguration(configuration));
const input = configuration as unknown as Input;

const cluster = new ProxmoxCluster(model.cluster.name, {
  ...input.cluster,
  rawSecrets: rawSecretsOf(model.cluster.globalDefs.raw),
});

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
    rawSecrets: rawSecretsOf(model.loadBalancer && rawLinesOf(model.loadBalancer)),
    ...(isSecret(input.haproxy.stats?.auth?.password) ? { statsPassword: password("statsPassword") } : {}),
  });

const groups = Object.entries(input.vrrp ?? {}).map(([name, { authPass, ...group }]) => {
  const given = isSecret(authPass) ? password("authPass", name) : authPass;
  return new VrrpGroup(name, {
    ...group,
    ...(given === undefined ? {} : { authPass: given }),
    cluster,
    rawSecrets: rawSecretsOf(model.vrrpGroups.find((each) => each.name === name)?.raw),
    after: [...commandsOf(balancer), ...(group.track?.some(({ quorate }) => quorate) ? settled : [])],
  });
});

for (const name of new Set(groups.flatMap(({ group }) => group.syncGroup ?? []))) {
  new VrrpSyncGroup(name, {
    ...input.syncGroups?.[name],
    cluster,
    groups: groups.filter(({ group }) => group.syncGroup === name),
    rawSecrets: rawSecretsOf(model.syncGroups?.find((each) => each.name === name)?.raw),
  });
}

if (input.fencing?.nicWatchdog) {
  const after = [...settled, ...commandsOf(balancer), ...groups.flatMap(({ releases }) => releases)];
  new NicWatchdog("nic-watchdog", { ...input.fencing.nicWatchdog, cluster, after });
}

if (input.ha) {
  const { quorum, fencing } = input;
  const apiToken = password("apiToken");
  new HighAvailability("ha", { ...input.ha, cluster, apiToken, quorum, fencing, after: settled });
}

cluster.listUnits();

/** Each virtual address: its group, its URL, its holder and the other members (outputs.ts). */
export const vips = cluster.holders(model.virtualAddresses).apply((holders) => vipOutputs(model, holders));

/** The addresses and ports on which haproxy listens, each with its URL. */
export const frontends = frontendOutputs(model);
