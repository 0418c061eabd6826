import { digestOf, type HaManager, type Section } from "./haManager";
import { type Given, type Parameters, Refusal, verify } from "./parameters";

export interface Call {
  readonly method: string;
  /** The path's part behind the folder, decoded; "" for the folder itself. */
  readonly name: string;
  readonly given: Given;
}

/** Sys.Audit for a read, Sys.Console for a write. */
export type Endpoint = (manager: HaManager, major: number, call: Call) => unknown;

const comment = { type: "string", maxLength: 4096 } as const;
const configurationId = /^[a-z][a-z0-9_-]+$/i;

const without = (schema: Parameters, ...keys: string[]): Parameters =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));
const forUpdate = { delete: { type: "string" }, digest: { type: "string", maxLength: 64 } } as const;

/** @throws Refusal for a write without quorum */
function needQuorum({ quorate }: HaManager, method: string, failed: string): void {
  if (quorate || method === "GET") return;
  throw method === "POST"
    ? new Refusal(500, "cluster not ready - no quorum?\n")
    : new Refusal(500, `${failed}: cfs-lock 'domain-ha' error: no quorum!\n`);
}

function oneLine({ comment: text = "" }: Given): void {
  if (text.includes("\n")) throw new Refusal(500, "property contains a line feed\n");
}

function fresh({ digest }: Given, file: ReadonlyMap<string, Section>): void {
  if (digest !== undefined && digest !== digestOf(file))
    throw new Refusal(500, "detected modified configuration - file changed by other user? Try again.\n");
}

const numbers = new Set([
  "failback",
  "max_restart",
  "max_relocate",
  "strict",
  "disable",
  "nofailback",
  "restricted",
]);

function sectionOf(given: Given, leftOut: readonly string[]): Section {
  const kept = Object.entries(given).filter(([key]) => !leftOut.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, numbers.has(key) ? Number(value) : value]));
}

/** The section with the values of a PUT, and without what its `delete` names. */
function changed(section: Section, given: Given, known: Parameters, failed: string): Section {
  const next = { ...section, ...sectionOf(given, ["delete", "digest", "type"]) };
  for (const key of (given["delete"] ?? "").split(",").filter((each) => each !== "")) {
    if (!(key in known)) throw new Refusal(500, `${failed}: no such option '${key}'\n`);
    Reflect.deleteProperty(next, key);
  }
  return next;
}

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

const ruleParameters: Parameters = {
  rule: { type: "string", required: true, pattern: configurationId },
  type: { type: "string", required: true, values: ["node-affinity", "resource-affinity"] },
  resources: { type: "string" },
  nodes: { type: "string" },
  strict: { type: "boolean" },
  affinity: { type: "string", values: ["positive", "negative"] },
  disable: { type: "boolean" },
  comment,
};

/** /cluster/ha/rules, since 9.0 */
export const rules: Endpoint = (manager, major, { method, name, given }) => {
  const path = `/cluster/ha/rules${name === "" ? "" : `/${name}`}`;
  if (major < 9) throw new Refusal(501, `Method '${method} ${path}' not implemented\n`);
  const file = manager.rules;
  const shown = (rule: string, section: Section): unknown => {
    const errors = manager.errors().get(rule);
    const order = [...file.keys()].indexOf(rule) + 1;
    return {
      rule,
      ...section,
      order,
      digest: digestOf(file),
      ...(errors ? { errors: { resources: errors } } : {}),
    };
  };
  if (method === "GET" && name === "") return [...file].map(([rule, section]) => shown(rule, section));
  if (method === "POST") {
    verify(ruleParameters, given);
    oneLine(given);
    needQuorum(manager, method, "");
    const rule = given["rule"] ?? "";
    const failed = "create ha rule failed";
    if (file.has(rule)) throw new Refusal(500, `${failed}: HA rule '${rule}' already defined\n`);
    store(manager, rule, { type: given["type"] ?? "", ...ruleSection(given) }, failed);
    return null;
  }
  const section = file.get(name);
  if (method === "GET") {
    if (!section) throw new Refusal(500, `no such ha rule '${name}'\n`);
    return shown(name, section);
  }
  const failed = "update HA rules failed";
  needQuorum(manager, method, method === "PUT" ? failed : "delete ha rule failed");
  if (method === "DELETE") {
    file.delete(name);
    return null;
  }
  verify({ ...without(ruleParameters, "rule"), ...forUpdate }, given);
  oneLine(given);
  fresh(given, file);
  if (!section) throw new Refusal(500, `${failed}: HA rule '${name}' does not exist\n`);
  if (given["type"] !== section["type"]) throw new Refusal(500, `${failed}: unexpected property 'type'\n`);
  // disable=0 is dropped: only `delete=disable` enables a rule again.
  const { type: _, ...now } = ruleSection(given);
  const next = changed({ ...section, ...now }, { delete: given["delete"] ?? "" }, ruleParameters, failed);
  store(manager, name, next, failed);
  return null;
};

function ruleSection(given: Given): Section {
  const { resources: list, nodes } = given;
  const sorted = (text: string): string => [...new Set(text.split(","))].sort().join(",");
  return {
    ...sectionOf(given, ["rule", "delete", "digest", ...(given["disable"] === "0" ? ["disable"] : [])]),
    ...(list === undefined ? {} : { resources: sorted(list) }),
    // A priority of 0 is none.
    ...(nodes === undefined ? {} : { nodes: sorted(nodes).replace(/:0+(?=,|$)/g, "") }),
  };
}

/** @throws Refusal if the rule can't be beside the others */
function store(manager: HaManager, name: string, section: Section, failed: string): void {
  const sids = String(section["resources"] ?? "")
    .split(",")
    .filter((each) => each !== "");
  if (sids.length === 0) throw new Refusal(500, `${failed}: no resources were specified\n`);
  const unmanaged = sids.filter((sid) => !manager.resources.has(sid));
  if (unmanaged.length > 0)
    throw new Refusal(500, `${failed}: cannot use unmanaged resource(s) ${unmanaged.join(", ")}.\n`);
  const nodes = String(section["nodes"] ?? "")
    .split(",")
    .map((each) => each.replace(/:.*/, ""));
  const strangers = nodes.filter((node) => node !== "" && !manager.nodes.includes(node));
  if (strangers.length > 0)
    throw new Refusal(500, `${failed}: cannot use non-existent node(s) ${strangers.join(", ")}.\n`);
  const reasons = manager.errors(new Map([...manager.rules, [name, section]])).get(name);
  // The status is 500, and the 400 is a part of the text.
  if (reasons && section["disable"] !== 1)
    throw new Refusal(500, `${failed}: 400 Rule '${name}' is invalid.\nresources: ${reasons.join(", ")}\n`);
  manager.rules.set(name, section);
}

const groupParameters: Parameters = {
  group: { type: "string", required: true, pattern: configurationId },
  nodes: { type: "string", required: true },
  restricted: { type: "boolean" },
  nofailback: { type: "boolean" },
  comment,
  type: { type: "string", values: ["group"] },
};

/** /cluster/ha/groups, until 8 */
export const groups: Endpoint = (manager, major, { method, name, given }) => {
  if (major >= 9) {
    const verb =
      name === "" && method === "GET" ? "index" : { GET: "read", POST: "create", PUT: "update" }[method];
    throw new Refusal(500, `cannot ${verb ?? "delete"} group: ha groups have been migrated to rules\n`);
  }
  const file = manager.groups;
  const shown = (group: string, section: Section): unknown => ({
    ...{ group, type: "group", digest: digestOf(file), ...section },
    // They come back in random order.
    nodes: String(section["nodes"]).split(",").reverse().join(","),
  });
  if (method === "GET" && name === "") return [...file].map(([group, section]) => shown(group, section));
  if (method === "POST") {
    verify(groupParameters, given);
    oneLine(given);
    needQuorum(manager, method, "");
    const group = given["group"] ?? "";
    if (file.has(group))
      throw new Refusal(500, `create ha group failed: ha group ID '${group}' already defined\n`);
    file.set(group, sectionOf(given, ["group", "type"]));
    return null;
  }
  const section = file.get(name);
  if (method === "GET") {
    if (!section) throw new Refusal(500, `no such ha group '${name}'\n`);
    return shown(name, section);
  }
  const failed = `${method === "PUT" ? "update" : "delete"} ha group failed`;
  needQuorum(manager, method, failed);
  if (method === "DELETE") {
    const user = [...manager.resources].find(([, resource]) => resource["group"] === name)?.[0];
    if (user !== undefined) throw new Refusal(500, `${failed}: ha group is used by service '${user}'\n`);
    file.delete(name);
    return null;
  }
  const schema = { ...without(groupParameters, "group", "type"), nodes: { type: "string" } as const };
  verify({ ...schema, ...forUpdate }, given);
  oneLine(given);
  if (!section) throw new Refusal(500, `${failed}: no such ha group '${name}'\n`);
  file.set(name, changed(section, given, schema, failed));
  return null;
};

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
