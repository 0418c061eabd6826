import { existsSync } from "node:fs";
import { HaManager } from "../api/haManager";
import { queue } from "./orders";
import { lrmStatus, managerStatus } from "./status";
import { guests, members, readSections, thisNode, writeSections } from "./tree";

/** The HA manager of /etc/pve, as one call finds it. Its CRM is a process of its own. */
class LiveManager extends HaManager {
  override wake(): void {
    // pve-ha-crm looks for itself
  }
}

/** Does one call's work on /etc/pve, and writes what it changed. */
export function withHa<T>(work: (manager: HaManager) => T): T {
  const { quorate, nodes } = members();
  const manager = new LiveManager([thisNode, ...[...nodes.keys()].filter((node) => node !== thisNode)], 0);
  manager.quorate = quorate;
  manager.canDisarm = !existsSync("/etc/pve-double/no-disarm");
  const files = ["resources", "rules", "groups"] as const;
  for (const name of files) for (const [key, section] of readSections(name)) manager[name].set(key, section);
  for (const [id, { type }] of guests()) manager.guests.set(id, type);
  const status = managerStatus();
  manager.nodeStatus = status.node_status;
  manager.master = status.master_node;
  manager.timestamp = status.timestamp ?? 0;
  manager.disarm = status.disarm;
  for (const [sid, service] of Object.entries(status.service_status)) {
    manager.crmStates.set(sid, service.state);
    manager.services.set(sid, service);
  }
  for (const node of nodes.keys()) {
    const lrm = lrmStatus(node);
    if (lrm) manager.lrm.set(node, lrm);
  }
  const done = work(manager);
  queue(manager.orders);
  if (quorate) for (const name of files) writeSections(name, manager[name]);
  return done;
}
