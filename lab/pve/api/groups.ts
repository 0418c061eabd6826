import type { Section } from "./feasibility";
import { digestOf } from "./haManager";
import { type Parameters, Refusal, verify } from "./parameters";
import {
  changed,
  comment,
  configurationId,
  type Endpoint,
  forUpdate,
  needQuorum,
  oneLine,
  sectionOf,
  without,
} from "./section";

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
