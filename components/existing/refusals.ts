import type { Looked, NodeListener } from "../../agent/look/answer";
import { frontendsIn } from "../../agent/look/haproxy";
import type { YourInstance } from "../../agent/look/keepalived";
import type { Unit } from "../../agent/unit";
import type { Cluster } from "../../model/cluster/cluster";
import { stayingInstances } from "./takeOver";

/** A reason why the units can't come to a node, or would do harm there. */
export interface Refusal {
  /** What was found, and what to write. */
  readonly text: string;
  /** The key under `cluster.accepted` that overrides it; undefined if nothing can. */
  readonly key?: string;
}

/** All refusals of a node. `taken` are the paths of yours that quorate takes. */
export function refusalsOf(
  units: readonly Unit[],
  looked: Looked,
  cluster: Cluster,
  node: string,
  taken: readonly string[],
): Refusal[] {
  return [
    ...platform(looked, cluster, node),
    ...units.flatMap((unit) => interfaces(unit, looked)),
    ...clashes(units, stayingInstances(looked, taken)),
    ...ports(units, looked, taken),
    ...missing(units, looked),
    ...otherCluster(units, looked),
  ];
}

function platform({ platform }: Looked, cluster: Cluster, node: string): Refusal[] {
  const wanted = cluster.nodes.find(({ name }) => name === node)?.platform;
  if (wanted !== "proxmox" || platform === "proxmox") return [];
  const text = `the platform is proxmox, and the node is ${platform} without pveversion: write platform: debian, or platform: rhel, at the node or under cluster`;
  return [{ key: "platform proxmox", text }];
}

function interfaces({ claims = [], needs = [] }: Unit, { interfaces }: Looked): Refusal[] {
  const wanted = [
    ...claims.flatMap((claim) => (claim[0] === "vrid" ? [{ name: claim[1], family: claim[2] }] : [])),
    ...needs.flatMap((need) => (need[0] === "interface" ? [{ name: need[1], family: "" }] : [])),
  ];
  return wanted.flatMap(({ name, family }) => {
    const own = interfaces.get(name);
    if (own === undefined) return [{ text: missingInterface(name, interfaces) }];
    const has = own.addresses.some((address) => address.includes(":") === (family === "6"));
    if (family === "" || has) return [];
    const text = `interface ${name} has no IPv${family} address, so keepalived has no source for its adverts: give it one, or write another interface under cluster.networks`;
    return [{ text }];
  });
}

function missingInterface(name: string, interfaces: Looked["interfaces"]): string {
  const real = [...interfaces].find(([, { altnames }]) => altnames.includes(name));
  if (real) return `interface ${name} is an altname, which keepalived doesn't know: write ${real[0]}`;
  const others = [...interfaces.keys()].filter((other) => other !== "lo");
  return `there is no interface ${name}: write one of ${others.join(", ")} under cluster.networks, or under networks of this node`;
}

function clashes(units: readonly Unit[], instances: readonly YourInstance[]): Refusal[] {
  const claims = units.flatMap((unit) => (unit.claims ?? []).map((claim) => ({ unit: unit.name, claim })));
  return instances.flatMap((yours) =>
    claims.flatMap(({ unit, claim }) => {
      const at = `your instance ${yours.name} (${yours.file}, line ${String(yours.line)})`;
      const family = yours.addresses[0]?.includes(":") === true ? "6" : "4";
      if (
        claim[0] === "vrid" &&
        claim[1] === yours.interface &&
        claim[2] === family &&
        claim[3] === yours.virtualRouterId
      )
        return [
          {
            key: `vrid ${claim[3]}`,
            text: `${at} has VRID ${claim[3]} on ${claim[1]}, as group ${unit} would: write another virtualRouterId, or remove the instance`,
          },
        ];
      if (claim[0] === "address" && yours.addresses.includes(claim[1]))
        return [
          {
            key: `address ${claim[1]}`,
            text: `${at} has ${claim[1]}, as group ${unit} would: write another address, or remove the instance`,
          },
        ];
      return [];
    }),
  );
}

function ports(units: readonly Unit[], looked: Looked, taken: readonly string[]): Refusal[] {
  const movesSshd = units.some(({ name }) => name === "sshd");
  const wanted = units.flatMap(({ verifications }) =>
    verifications.flatMap((each) => ("listening" in each ? [each] : [])),
  );
  const inHaproxy = [...looked.yours]
    .filter(([path]) => path === "/etc/haproxy/haproxy.cfg" && !taken.includes(path))
    .flatMap(([path, text = ""]) => frontendsIn(path, text));
  return wanted.flatMap(({ listening, process }) => [
    ...looked.listeners
      .filter(({ at }) => overlaps(at, listening))
      .filter((each) => each.process !== process && !(movesSshd && each.process === "sshd"))
      .map((each) => ({ text: takenPort(listening, each) })),
    ...inHaproxy
      .filter(({ binds }) => binds.some((bind) => overlaps(bind.replace(/^(\*)?:/, "0.0.0.0:"), listening)))
      .map(({ name, file, line }) => ({
        text: `${listening} is taken by your ${name} (${file}, line ${String(line)}): write another port, or remove that bind`,
      })),
  ]);
}

/** Whether a listener takes the endpoint, by itself or with a wildcard. */
function overlaps(at: string, endpoint: string): boolean {
  const port = (text: string): string => text.slice(text.lastIndexOf(":") + 1);
  if (port(at) !== port(endpoint)) return false;
  const address = at.slice(0, at.lastIndexOf(":")).replace(/%.*/, "");
  if (address === "*" || at === endpoint) return true;
  return endpoint.startsWith("[") ? address === "[::]" : address === "0.0.0.0";
}

function takenPort(endpoint: string, { at, process, pid, systemdUnit }: NodeListener): string {
  const by =
    process === "-"
      ? "a process"
      : `${process} (process ${pid}${systemdUnit === "-" ? "" : `, ${systemdUnit}`})`;
  const remedy =
    systemdUnit === "ssh.socket"
      ? "let sshd listen itself: systemctl disable --now ssh.socket && systemctl enable --now ssh.service"
      : `write another port, or stop it${systemdUnit === "-" ? "" : `: systemctl disable --now ${systemdUnit}`}`;
  return `${endpoint} is taken by ${systemdUnit === "ssh.socket" ? "ssh.socket" : by}, which listens at ${at}: ${remedy}`;
}

function missing(units: readonly Unit[], looked: Looked): Refusal[] {
  // quorate brings these.
  const brought = new Set(
    units.flatMap(({ packages, services }) => [...packages, ...services.map(({ name }) => name)]),
  );
  const written = new Set(units.flatMap(({ files }) => files.map(({ path }) => path)));
  return looked.missing.flatMap((each) => {
    if ("path" in each) {
      if (written.has(each.path)) return [];
      const problem =
        each.kind === "absent" ? `there is no ${each.path}` : `${each.user} may not run ${each.path}`;
      const remedy =
        each.kind === "absent" ? "write its right path" : "run chmod +x, or write user: at the script";
      return [{ key: `script ${each.path}`, text: `${problem}, which a script or a check runs: ${remedy}` }];
    }
    if (brought.has(each.name.replace(/\.service$/, ""))) return [];
    const what =
      each.kind === "process"
        ? `no process, program or service is called ${each.name}`
        : `there is no systemd unit ${each.name}`;
    return [
      {
        key: `${each.kind} ${each.name}`,
        text: `${what}, so its check would always fail: write its right name under track`,
      },
    ];
  });
}

function otherCluster(units: readonly Unit[], { yours }: Looked): Refusal[] {
  const wanted = units.find(({ settle }) => settle)?.settle?.cluster;
  const [, name] = /^\s*cluster_name:\s*(\S+)/m.exec(yours.get("/etc/corosync/corosync.conf") ?? "") ?? [];
  if (wanted === undefined || name === undefined || name === wanted) return [];
  return [
    {
      text: `corosync.conf is of cluster ${name}, and this stack's is ${wanted}: write name: ${name} under cluster, or take the node out of that cluster first`,
    },
  ];
}
