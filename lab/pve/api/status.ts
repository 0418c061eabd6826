import type { HaManager } from "./haManager";
import { Refusal } from "./parameters";
import type { Endpoint } from "./section";

/** As Perl's localtime prints it. */
const timeOf = (seconds: number): string =>
  new Date(seconds * 1000).toString().replace(/^(\w+ \w+) 0?(\d+) (\d+) ([\d:]+).*$/, "$1 $2 $4 $3");

/** /cluster/ha/status */
export const status: Endpoint = (manager, _major, { method, name }) => {
  const master = manager.master ?? Object.keys(manager.nodeStatus)[0];
  if (method === "GET" && name === "manager_status") return whole(manager, master);
  if (method === "GET" && name === "current") return current(manager, master);
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
    ...[...manager.lrm].map(([node, { state, mode, timestamp }]) => {
      const word = mode === "maintenance" ? "maintenance mode" : state === "active" ? "active" : "idle";
      const status = `${node} (${age(timestamp, word)}, ${timeOf(timestamp)})`;
      return { id: `lrm:${node}`, type: "lrm", node, status };
    }),
    ...[...manager.resources].map(([sid, section]) => service(manager, sid, section)),
  ];
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
