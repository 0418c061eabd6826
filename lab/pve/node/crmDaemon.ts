import { randomUUID } from "node:crypto";
import { HaManager } from "../api/haManager";
import { manage } from "./crm";
import { agentLock, managerLock } from "./lock";
import { forget, orders } from "./orders";
import { inRounds, ms, times } from "./pace";
import { lrmStatus, managerFile, managerStatus, now } from "./status";
import { guestFile, guests, members, move, readSections, thisNode, writeJson } from "./tree";

/** pve-ha-crm: one node's is the master, which says what each node runs. */
export async function crmDaemon(): Promise<void> {
  const lock = managerLock();
  const agents = new Map<string, ReturnType<typeof agentLock>>();
  const offlineSince = new Map<string, number>();
  let ended = false;
  process.on("SIGTERM", () => {
    ended = true;
  });

  const agentOf = (node: string): ReturnType<typeof agentLock> => {
    const agent = agents.get(node) ?? agentLock(node);
    agents.set(node, agent);
    return agent;
  };

  const round = (): void => {
    const { quorate, nodes } = members();
    const online = [...nodes].filter(([, up]) => up).map(([node]) => node);
    const at = performance.now();
    // Every CRM watches the locks and the nodes: it may become master.
    for (const [node, up] of nodes) {
      agentOf(node).freeFor();
      if (up) offlineSince.delete(node);
      else if (!offlineSince.has(node)) offlineSince.set(node, at);
    }
    const free = lock.freeFor();
    if (!quorate || free === undefined) return;
    const resources = readSections("resources");
    const before = managerStatus();
    if (resources.size === 0 && Object.keys(before.service_status).length === 0) return;
    // pmxcfs gives a lock to one node. Its double has no order between nodes, so each waits for those before it.
    const rank = online.sort().indexOf(thisNode);
    if (!lock.isOwn && free < rank * ms(times.crmRound)) return;
    if (!lock.take()) return;
    const commands = orders();
    const rules = readSections("rules");
    const checked = new HaManager([...nodes.keys()], 0);
    checked.nodeStatus = before.node_status;
    const broken = checked.errors(rules);
    const after = manage(before, {
      now: now(),
      online,
      offlineFor: (node) => at - (offlineSince.get(node) ?? at),
      fenceDelayMs: ms(times.fenceDelay),
      fence: (node) => agentOf(node).take(),
      resources,
      rules: [...rules]
        .filter(([name, { disable }]) => disable !== 1 && !broken.has(name))
        .map(([, rule]) => rule),
      homeOf: (sid) => guests().get(sid.replace(/^.*:/, ""))?.node,
      lrm: lrmStatus,
      steal: (sid, from, to) => {
        move(guestFile(sid, from), guestFile(sid, to));
      },
      commands,
      newUid: () => randomUUID(),
    });
    writeJson(managerFile, { ...after, master_node: thisNode });
    if (commands.length > 0) forget();
  };
  await inRounds(times.crmRound, round, () => ended);
  try {
    lock.release();
  } catch (error) {
    console.error(String(error));
  }
}
