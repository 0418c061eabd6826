import type { HaManager } from "./haManager";
import { type Parameters, Refusal, verify } from "./parameters";
import { type Endpoint, needQuorum } from "./section";

/** As Perl's localtime prints it. */
const timeOf = (seconds: number): string =>
  new Date(seconds * 1000).toString().replace(/^(\w+ \w+) 0?(\d+) (\d+) ([\d:]+).*$/, "$1 $2 $4 $3");

/** Of the orders to the CRM, since pve-ha-manager 5.1.3. */
const parametersOf: Readonly<Record<string, Parameters>> = {
  "disarm-ha": { "resource-mode": { type: "string", required: true, values: ["freeze", "ignore"] } },
  "arm-ha": {},
};

/** /cluster/ha/status */
export const status: Endpoint = (manager, _major, { method, name, given }) => {
  const master = manager.master ?? Object.keys(manager.nodeStatus)[0];
  const orders = manager.canDisarm ? Object.keys(parametersOf) : [];
  if (method === "GET" && name === "")
    return ["current", "manager_status", ...orders].sort().map((each) => ({ name: each }));
  if (method === "GET" && name === "manager_status") return whole(manager, master);
  if (method === "GET" && name === "current") return current(manager, master);
  if (method === "POST" && orders.includes(name)) {
    verify(parametersOf[name] ?? {}, given);
    needQuorum(manager, method, "");
    // The CRM does it in its next round, or not at all.
    manager.orders.push([name, given["resource-mode"] ?? ""].join(" ").trim());
    return null;
  }
  throw new Refusal(501, `Method '${method} /cluster/ha/status/${name}' not implemented\n`);
};

function whole(manager: HaManager, master: string | undefined): unknown {
  const lrm = manager.nodes.map((node) => [
    node,
    manager.lrm.get(node) ?? { state: "active", mode: "active" },
  ]);
  return {
    manager_status:
      master === undefined
        ? {}
        : {
            ...{
              master_node: master,
              timestamp: manager.timestamp || now(),
              node_status: manager.nodeStatus,
            },
            service_status: Object.fromEntries(manager.services),
            ...(manager.disarm ? { disarm: manager.disarm } : {}),
          },
    lrm_status: Object.fromEntries(lrm) as unknown,
    quorum: { node: manager.nodes[0], quorate: Number(manager.quorate) },
  };
}

function current(manager: HaManager, master: string | undefined): unknown[] {
  const [here = ""] = manager.nodes;
  const quorum = { quorate: Number(manager.quorate), status: manager.quorate ? "OK" : "No quorum on node!" };
  const time = timeOf(manager.timestamp || now());
  return [
    { id: "quorum", type: "quorum", node: here, ...quorum },
    ...(master === undefined
      ? []
      : [
          {
            id: "master",
            type: "master",
            node: master,
            status: `${master} (${age(manager.timestamp, "active")}, ${time})`,
          },
        ]),
    ...(master === undefined || !manager.canDisarm ? [] : [fencing(manager, master)]),
    ...[...manager.lrm].map(([node, { state, mode, timestamp }]) => {
      const word = mode === "active" ? (state === "active" ? "active" : "idle") : `${mode} mode`;
      const watchdog = mode === "disarm" ? "released" : state === "active" ? "active" : "standby";
      const words = [age(timestamp, word), ...(manager.canDisarm ? [`watchdog ${watchdog}`] : [])];
      const status = `${node} (${[...words, timeOf(timestamp)].join(", ")})`;
      return { id: `lrm:${node}`, type: "lrm", node, status };
    }),
    ...[...manager.resources].map(([sid, section]) => service(manager, sid, section)),
  ];
}

function fencing({ disarm, services }: HaManager, node: string): unknown {
  const state = disarm?.state ?? (services.size > 0 ? "armed" : "standby");
  const mode = disarm ? { resource_mode: disarm.mode } : {};
  return { id: "fencing", type: "fencing", node, "armed-state": state, status: state, ...mode };
}

/** Silent for longer than a lock lives, a daemon may be dead. */
const age = (timestamp: number, word: string): string =>
  timestamp > 0 && now() - timestamp > 30 ? "old timestamp - dead?" : word;

function service(
  manager: HaManager,
  sid: string,
  section: Readonly<Record<string, string | number>>,
): unknown {
  const found = manager.services.get(sid);
  const asked = String(section["state"] ?? "started");
  const crm = manager.crmStates.get(sid) ?? asked;
  const state = crm === "started" && found && !found.running ? "starting" : shown(crm);
  const node = found?.node ?? manager.nodes[0] ?? "";
  const { max_restart = 1, max_relocate = 1, failback = 1 } = section;
  return {
    ...{ id: `service:${sid}`, type: "service", sid, node, state, crm_state: crm, request_state: asked },
    ...{ max_restart, max_relocate, failback, status: `${sid} (${node}, ${state})` },
  };
}

const shown = (state: string): string =>
  ({ request_stop: "stopping", request_start: "queued" })[state] ?? state;

const now = (): number => Math.floor(Date.now() / 1000);
