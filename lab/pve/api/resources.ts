import type { Section } from "./feasibility";
import { digestOf } from "./haManager";
import { type Given, type Parameters, Refusal, verify } from "./parameters";
import {
  changed,
  comment,
  configurationId,
  type Endpoint,
  forUpdate,
  fresh,
  needQuorum,
  oneLine,
  sectionOf,
  without,
} from "./section";

const resourceParameters = (major: number): Parameters => ({
  sid: { type: "string", required: true },
  type: { type: "string" },
  state: { type: "string", values: ["started", "stopped", "enabled", "disabled", "ignored"] },
  comment,
  max_restart: { type: "integer", minimum: 0 },
  max_relocate: { type: "integer", minimum: 0 },
  group: { type: "string", pattern: configurationId },
  ...(major >= 9 ? { failback: { type: "boolean" } as const } : {}),
});

/** /cluster/ha/resources */
export const resources: Endpoint = (manager, major, { method, name, given }) => {
  const file = manager.resources;
  const schema = resourceParameters(major);
  const shown = (sid: string, section: Section): unknown => ({
    ...{ sid, type: sid.split(":")[0], digest: digestOf(file), ...section },
  });
  if (method === "GET" && name === "") return [...file].map(([sid, section]) => shown(sid, section));
  if (method === "POST") {
    verify(schema, given);
    oneLine(given);
    needQuorum(manager, method, "");
    const sid = manager.sidOf(given["sid"] ?? "");
    manager.mustExist(sid);
    if (major >= 9) refuseGroup(given);
    if (file.has(sid))
      throw new Refusal(500, `create resource failed: resource ID '${sid}' already defined\n`);
    file.set(sid, sectionOf(given, ["sid", "type"]));
    manager.wake();
    return null;
  }
  const sid = manager.sidOf(name);
  const section = file.get(sid);
  const failed = "update resources config failed";
  if (method === "GET") {
    if (!section) throw new Refusal(500, `no such resource '${sid}'\n`);
    return shown(sid, section);
  }
  needQuorum(manager, method, failed);
  if (method === "DELETE") {
    if (!section) throw new Refusal(500, `cannot delete service '${sid}', not HA managed!\n`);
    file.delete(sid);
    if (given["purge"] !== "0") manager.purge(sid);
    return null;
  }
  verify({ ...without(schema, "sid", "type"), ...forUpdate }, given);
  oneLine(given);
  fresh(given, file);
  if (!section) throw new Refusal(500, `${failed}: no such resource '${sid}'\n`);
  if (major >= 9) refuseGroup(given);
  else if (given["group"] !== undefined && !manager.groups.has(given["group"]))
    throw new Refusal(500, `HA group '${given["group"]}' does not exist\n`);
  if (manager.crmStates.get(sid) === "error" && given["state"] !== "disabled")
    throw new Refusal(500, `service '${sid}' in error state, must be disabled and fixed first\n`);
  file.set(sid, changed(section, given, schema, failed));
  return null;
};

function refuseGroup({ group }: Given): void {
  if (group !== undefined)
    throw new Refusal(500, "invalid parameter 'group': ha groups have been migrated to rules\n");
}
