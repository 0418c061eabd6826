import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { agentLock } from "./lock";
import { inRounds, ms, times } from "./pace";
import { type LrmStatus, lrmFile, lrmStatus, managerStatus, now, type Service } from "./status";
import { guestFile, guests, members, move, run, thisNode, writeJson } from "./tree";

const guestUnit = (sid: string): string => `pve-guest@${sid.replace(/^.*:/, "")}.service`;
const runs = (sid: string): boolean => run("systemctl", "is-active", "--quiet", guestUnit(sid)) === 0;

/** How the LRM is asked to end: its node reboots or it restarts, or the node is switched off. */
function endingMode(): "restart" | "shutdown" {
  const leaving = ["poweroff.target", "halt.target"].some(
    (target) => run("sh", "-c", `systemctl list-jobs | grep -q '${target} *start'`) === 0,
  );
  return leaving ? "shutdown" : "restart";
}

/** Has a dry watchdog's seconds: it writes a line, and resets nothing. */
const dry = "/etc/pve-double/dry-watchdog";
const watchdogMs = (): number =>
  existsSync(dry) ? 1000 * Number(readFileSync(dry, "utf8")) : ms(times.watchdog);

function reset(): void {
  console.error("watchdog expired: reset");
  if (!existsSync(dry)) run("systemctl", "reboot", "--force", "--force");
  else appendFileSync("/var/lib/pve-double/resets", `the watchdog would reset ${thisNode}\n`);
}

/** pve-ha-lrm: runs the guests that the CRM gave to this node, and feeds the watchdog while it holds the node's lock. */
export async function lrmDaemon(): Promise<void> {
  const lock = agentLock(thisNode);
  const results: LrmStatus["results"] = {};
  const tries = new Map<string, number>();
  let state = "wait_for_agent_lock";
  let fed = performance.now();
  let ending: "restart" | "shutdown" | undefined;
  process.on("SIGTERM", () => {
    ending = endingMode();
  });

  const tell = (mode: string): void => {
    writeJson(lrmFile(thisNode), { state, mode, timestamp: now(), results });
  };

  /** @returns whether it's done */
  const fulfil = (sid: string, service: Service, restarts: number): number | undefined => {
    if (service.state === "started") {
      if (runs(sid)) return 0;
      const tried = tries.get(service.uid) ?? 0;
      tries.set(service.uid, tried + 1);
      if (run("systemctl", "start", guestUnit(sid)) === 0) return 0;
      return tried >= restarts ? 1 : undefined;
    }
    if (service.state === "request_stop") return run("systemctl", "stop", guestUnit(sid));
    if (service.state !== "migrate" && service.state !== "relocate") return undefined;
    const stopped = run("systemctl", "stop", guestUnit(sid));
    if (stopped === 0) move(guestFile(sid, thisNode), guestFile(sid, service.target ?? thisNode));
    return stopped;
  };

  const work = (mine: readonly (readonly [string, Service])[]): void => {
    for (const [sid, service] of mine) {
      // A result stands for its state; a guest that ended by itself starts again.
      if (results[service.uid] !== undefined && (service.state !== "started" || runs(sid))) continue;
      const home = guests().get(sid.replace(/^.*:/, ""))?.node;
      // /etc/pve tells of a move a moment after the CRM's status.
      if (home !== thisNode) continue;
      const code = fulfil(sid, service, 1);
      if (code !== undefined) results[service.uid] = { sid, exit_code: code };
    }
    const current = new Set(mine.map(([, { uid }]) => uid));
    for (const uid of Object.keys(results)) if (!current.has(uid)) Reflect.deleteProperty(results, uid);
  };

  const round = (): void => {
    const at = performance.now();
    const { service_status: services, node_request: asked = {}, disarm } = managerStatus();
    const mine = Object.entries(services).filter(([, { node }]) => node === thisNode);
    const idle = new Set(["stopped", "fence", "recovery", ...(disarm ? ["freeze"] : [])]);
    const busy = mine.some(([, { state: each }]) => !idle.has(each));
    if (state === "active") {
      if (members().quorate && lock.take()) fed = at;
      else if (at - fed > watchdogMs()) {
        reset();
        fed = at;
      } else return;
    } else if (busy && members().quorate && lock.take()) {
      state = "active";
      fed = at;
    }
    if (state === "active") work(mine);
    if (state === "active" && !busy) {
      lock.release();
      state = "wait_for_agent_lock";
    }
    const mode =
      disarm && state !== "active" ? "disarm" : asked[thisNode]?.maintenance ? "maintenance" : "active";
    if (members().quorate) tell(mode);
  };

  // Guests start with the manager's word alone, never by themselves at boot.
  state = "wait_for_agent_lock";
  if (lrmStatus() === undefined && members().quorate) tell("active");
  await inRounds(times.lrmRound, round, () => ending !== undefined);
  if (ending === "shutdown") run("sh", "-c", "systemctl stop 'pve-guest@*.service'");
  try {
    tell(ending ?? "restart");
    if (ending === "shutdown") lock.release();
  } catch (error) {
    console.error(String(error));
  }
}
