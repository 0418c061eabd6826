import { Refusal } from "./parameters";
import type { Endpoint } from "./section";

/** /cluster/ha/status */
export const status: Endpoint = (manager, _major, { method, name }) => {
  const [master = ""] = Object.keys(manager.nodeStatus);
  if (method === "GET" && name === "manager_status")
    return {
      manager_status:
        master === ""
          ? {}
          : { master_node: master, timestamp: now(), node_status: manager.nodeStatus, service_status: {} },
      lrm_status: Object.fromEntries(
        manager.nodes.map((node) => [node, { state: "active", mode: "active" }]),
      ),
      quorum: { node: manager.nodes[0], quorate: Number(manager.quorate) },
    };
  if (method === "GET" && name === "current")
    return [
      {
        id: "quorum",
        type: "quorum",
        node: manager.nodes[0],
        status: "OK",
        quorate: Number(manager.quorate),
      },
      ...(master === ""
        ? []
        : [{ id: "master", type: "master", node: master, status: `${master} (active)` }]),
      ...[...manager.resources].map(([sid, section]) => ({
        ...{ id: `service:${sid}`, type: "service", sid, node: manager.nodes[0] },
        state: manager.crmStates.get(sid) ?? section["state"] ?? "started",
      })),
    ];
  throw new Refusal(501, `Method '${method} /cluster/ha/status/${name}' not implemented\n`);
};

const now = (): number => Math.floor(Date.now() / 1000);
