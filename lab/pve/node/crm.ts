import type { Section } from "../api/feasibility";
import { nodeFor, type Placing } from "./place";
import type { LrmStatus, ManagerStatus, Service } from "./status";

/** What the CRM master sees in one round. */
export interface View {
  /** Seconds. */
  readonly now: number;
  /** Online according to corosync. */
  readonly online: readonly string[];
  /** Milliseconds for which each node has been offline. */
  readonly offlineFor: (node: string) => number;
  readonly fenceDelayMs: number;
  /** Takes the lock of a node's agent: the node can't run guests any more. */
  readonly fence: (node: string) => boolean;
  readonly resources: ReadonlyMap<string, Section>;
  readonly rules: readonly Section[];
  /** The node that has the guest's configuration. */
  readonly homeOf: (sid: string) => string | undefined;
  readonly lrm: (node: string) => LrmStatus | undefined;
  /** Moves a guest's configuration from a node that was fenced. */
  readonly steal: (sid: string, from: string, to: string) => void;
  /** `migrate vm:100 n2`, `node-maintenance enable n1`, `disarm-ha freeze`. */
  readonly commands: readonly string[];
  readonly newUid: () => string;
}

/** One round of the master (PVE::HA::Manager's `manage`). @returns the next status */
export function manage(before: ManagerStatus, view: View): ManagerStatus {
  const status = structuredClone(before);
  requests(status, view.commands);
  status.timestamp = view.now;
  nodes(status, view);
  takeUp(status, view);
  if (frozen(status, view)) return status;
  targets(status, view);
  for (const [sid, service] of Object.entries(status.service_status)) next(status, view, sid, service);
  for (const [node, state] of Object.entries(status.node_status)) {
    if (state !== "fence" || !view.fence(node)) continue;
    status.node_status[node] = "unknown";
    for (const service of Object.values(status.service_status))
      if (service.node === node && service.state === "fence") change(service, view, "recovery");
  }
  return status;
}

function requests(status: ManagerStatus, commands: readonly string[]): void {
  for (const command of commands) {
    const [verb, what = "", node = ""] = command.split(" ");
    if (verb === "arm-ha") delete status.disarm;
    // A disarmed manager ignores the others without a word.
    if (status.disarm !== undefined) continue;
    if (verb === "disarm-ha") status.disarm = { mode: what, state: "disarming" };
    if (verb === "node-maintenance")
      status.node_request = { ...status.node_request, [node]: what === "enable" ? { maintenance: 1 } : {} };
  }
}

const moving = new Set(["fence", "recovery", "migrate", "relocate"]);

/** Freezes all guests, unless one is on its way. @returns whether they are frozen */
function frozen(status: ManagerStatus, view: View): boolean {
  const { disarm, service_status: services } = status;
  const all = Object.values(services);
  if (disarm === undefined || all.some(({ state }) => moving.has(state))) return false;
  for (const service of all)
    if (service.state !== "freeze" && service.state !== "stopped") change(service, view, "freeze");
  // Nodes that are off don't hold it up.
  if (view.online.every((node) => view.lrm(node)?.mode === "disarm")) disarm.state = "disarmed";
  return true;
}

function nodes(status: ManagerStatus, { online, offlineFor, fenceDelayMs }: View): void {
  const { node_status: states, node_request: asked = {} } = status;
  const active = (node: string): boolean =>
    Object.values(status.service_status).some(
      (service) => service.node === node && service.state !== "stopped",
    );
  for (const node of online)
    if (states[node] !== "fence") states[node] = asked[node]?.maintenance ? "maintenance" : "online";
  for (const node of Object.keys(states)) {
    if (online.includes(node) || states[node] === "fence") continue;
    const late = offlineFor(node) >= fenceDelayMs && active(node) && !status.disarm;
    states[node] = late ? "fence" : "unknown";
  }
}

function takeUp(status: ManagerStatus, view: View): void {
  const { service_status: services } = status;
  for (const [sid, section] of view.resources) {
    const node = view.homeOf(sid);
    if (services[sid] || node === undefined || section["state"] === "ignored") continue;
    services[sid] = { node, state: wanted(section) ? "request_start" : "request_stop", uid: view.newUid() };
  }
  for (const sid of Object.keys(services))
    if (!view.resources.has(sid)) Reflect.deleteProperty(services, sid);
}

function targets(status: ManagerStatus, view: View): void {
  for (const command of view.commands) {
    const [verb, sid = "", target = ""] = command.split(" ");
    const service = status.service_status[sid];
    if ((verb !== "migrate" && verb !== "relocate") || service?.state !== "started") continue;
    if (status.node_status[target] === "online" && target !== service.node)
      change(service, view, verb, target);
  }
}

const wanted = ({ state = "started" }: Section): boolean => state === "started" || state === "enabled";

function change(service: Service, view: View, state: string, target?: string): void {
  service.state = state;
  service.uid = view.newUid();
  service.running = false;
  if (target === undefined) Reflect.deleteProperty(service, "target");
  else service.target = target;
}

function next(status: ManagerStatus, view: View, sid: string, service: Service): void {
  const section = view.resources.get(sid) ?? {};
  const state = status.node_status[service.node];
  const result = view.lrm(service.node)?.results[service.uid];
  const online = Object.keys(status.node_status).filter((node) => status.node_status[node] === "online");
  const placing: Placing = {
    ...{ sid, section, online, current: service.node },
    ...{ rules: view.rules, services: status.service_status },
  };
  if (state === "fence" && service.state !== "stopped" && service.state !== "recovery") {
    if (service.state !== "fence") change(service, view, "fence");
    return;
  }
  switch (service.state) {
    case "request_start":
      change(service, view, "started");
      return;
    case "started":
      if (state === "unknown") return;
      if (view.lrm(service.node)?.mode === "restart") change(service, view, "freeze");
      else if (!wanted(section)) change(service, view, "request_stop");
      else started(view, placing, service, result?.exit_code);
      return;
    case "freeze":
      if (state !== "unknown" && view.lrm(service.node)?.mode !== "restart") change(service, view, "started");
      return;
    case "request_stop":
      if (result?.exit_code === 0) change(service, view, "stopped");
      return;
    case "stopped":
      if (wanted(section)) change(service, view, "request_start");
      return;
    case "migrate":
    case "relocate":
      if (result === undefined) return;
      if (result.exit_code === 0) service.node = service.target ?? service.node;
      change(service, view, "started");
      return;
    case "recovery":
      recover(view, placing, service);
      return;
    case "error":
      if (section["state"] === "disabled") change(service, view, "request_stop");
  }
}

function started(view: View, placing: Placing, service: Service, exitCode: number | undefined): void {
  if (exitCode !== undefined && exitCode !== 0) {
    const failed = [...(service.failed ?? []), service.node];
    const elsewhere = nodeFor({ ...placing, failed });
    const relocations = Number(placing.section["max_relocate"] ?? 1);
    if (failed.length > relocations || elsewhere === undefined) change(service, view, "error");
    else change(service, view, "relocate", elsewhere);
    service.failed = failed;
    return;
  }
  if (exitCode === 0) {
    service.running = true;
    delete service.failed;
  }
  const best = nodeFor(placing);
  if (best !== undefined && best !== service.node) change(service, view, "migrate", best);
}

function recover(view: View, placing: Placing, service: Service): void {
  // The node that was fenced may be back.
  const to = nodeFor(placing);
  if (to === undefined) return;
  if (to !== service.node) view.steal(placing.sid, service.node, to);
  service.node = to;
  change(service, view, "started");
}
