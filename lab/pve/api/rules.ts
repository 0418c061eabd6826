import type { Section } from "./feasibility";
import { digestOf, type HaManager } from "./haManager";
import { type Given, type Parameters, Refusal, verify } from "./parameters";
import * as sections from "./section";

const ruleParameters: Parameters = {
  rule: { type: "string", required: true, pattern: sections.configurationId },
  type: { type: "string", required: true, values: ["node-affinity", "resource-affinity"] },
  resources: { type: "string" },
  nodes: { type: "string" },
  strict: { type: "boolean" },
  affinity: { type: "string", values: ["positive", "negative"] },
  disable: { type: "boolean" },
  comment: sections.comment,
};

/** /cluster/ha/rules, since 9.0 */
export const rules: sections.Endpoint = (manager, major, { method, name, given }) => {
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
    sections.oneLine(given);
    sections.needQuorum(manager, method, "");
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
  sections.needQuorum(manager, method, method === "PUT" ? failed : "delete ha rule failed");
  if (method === "DELETE") {
    file.delete(name);
    return null;
  }
  verify({ ...sections.without(ruleParameters, "rule"), ...sections.forUpdate }, given);
  sections.oneLine(given);
  sections.fresh(given, file);
  if (!section) throw new Refusal(500, `${failed}: HA rule '${name}' does not exist\n`);
  if (given["type"] !== section["type"]) throw new Refusal(500, `${failed}: unexpected property 'type'\n`);
  // disable=0 is dropped: only `delete=disable` enables a rule again.
  const now = ruleSection(given);
  const next = sections.changed(
    { ...section, ...now },
    { delete: given["delete"] ?? "" },
    ruleParameters,
    failed,
  );
  store(manager, name, next, failed);
  return null;
};

function ruleSection(given: Given): Section {
  const { resources: list, nodes } = given;
  const sorted = (text: string): string => [...new Set(text.split(","))].sort().join(",");
  return {
    ...sections.sectionOf(given, [
      "rule",
      "delete",
      "digest",
      ...(given["disable"] === "0" ? ["disable"] : []),
    ]),
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
