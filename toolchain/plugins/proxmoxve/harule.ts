import { type Properties, text, type Value } from "../property";
import type { Failure } from "../provider";
import type { Form, HaObject } from "./kind";
import * as v from "./values";

/** The official plugin sends `disable=0`, which Proxmox VE drops: a disabled rule stays so. */
function settings(inputs: Properties): Form {
  const { type, resources, disable, comment, nodes, strict, affinity } = inputs;
  return {
    type: v.formValue(type),
    resources: (resources as string[]).join(","),
    disable: v.formValue(disable),
    comment: v.formValue(comment),
    ...(type === "node-affinity"
      ? { nodes: v.nodeList(nodes), strict: v.formValue(strict) }
      : { affinity: v.formValue(affinity) }),
  };
}

/** `proxmoxve:index/harule:Harule` */
export const harule: HaObject = {
  shape: {
    name: "Harule",
    fields: {
      rule: { type: "string", required: true },
      type: { type: "string", required: true },
      resources: { type: "list of strings", required: true },
      nodes: { type: "map of numbers" },
      strict: { type: "boolean" },
      affinity: { type: "string" },
      disable: { type: "boolean" },
      comment: { type: "string" },
    },
  },
  folder: "rules",
  noun: "HA rule",
  name: "rule",
  defaults: { disable: false, strict: false },
  computed: [],
  replaces: ["rule", "type"],
  updatesById: false,
  mistakes: (inputs) => [
    ...v.identifierMistakes("rule", inputs["rule"]),
    ...v.oneOfMistakes("type", inputs["type"], ["node-affinity", "resource-affinity"]),
    ...resourcesMistakes(inputs["resources"]),
    ...v.commentMistakes(inputs["comment"]),
    ...v.nodesMistakes(inputs["nodes"]),
    ...v.oneOfMistakes("affinity", inputs["affinity"], ["positive", "negative"]),
    ...combinationMistakes(inputs),
  ],
  createForm: (inputs) => ({ rule: v.formValue(inputs["rule"]), ...settings(inputs) }),
  updateForm: (inputs, state) => ({
    ...settings(inputs),
    delete: v.removed({ comment: "comment" }, inputs, state),
  }),
  outputs(data: Record<string, Value>) {
    const { rule = null, type = null, comment = null, resources, affinity = null } = data;
    const onNodes = type === "node-affinity";
    return {
      ...{ rule, type, comment, disable: data["disable"] === undefined ? false : v.flagOf(data["disable"]) },
      resources: text(resources).split(","),
      nodes: onNodes ? v.nodesOf(data["nodes"]) : null,
      strict: onNodes ? v.flagOf(data["strict"]) : false,
      affinity: onNodes ? null : affinity,
    };
  },
};

function resourcesMistakes(resources: Value | undefined): Failure[] {
  if (!Array.isArray(resources)) return [];
  if (resources.length === 0)
    return [
      { property: "resources", reason: "Attribute resources set must contain at least 1 elements, got: 0" },
    ];
  return resources
    .filter((sid) => typeof sid === "string" && !/^(vm|ct):\d+$/.test(sid))
    .map((sid) => ({
      property: "resources",
      reason: `Attribute resources must be in format type:id (e.g. vm:100, ct:101), got: ${text(sid)}`,
    }));
}

function combinationMistakes({ type, nodes, affinity, strict }: Properties): Failure[] {
  const missing = (property: string): Failure => ({
    property,
    reason: `Missing required attribute. The \`${property}\` attribute is required when \`type\` is "${text(type)}".`,
  });
  const misplaced = (property: string, other: string): Failure => ({
    property,
    reason: `Invalid attribute combination. The \`${property}\` attribute is only valid when \`type\` is "${other}".`,
  });
  if (type === "node-affinity")
    return [
      ...(nodes === undefined ? [missing("nodes")] : []),
      ...(affinity === undefined ? [] : [misplaced("affinity", "resource-affinity")]),
    ];
  if (type !== "resource-affinity") return [];
  return [
    ...(affinity === undefined ? [missing("affinity")] : []),
    ...(nodes === undefined ? [] : [misplaced("nodes", "node-affinity")]),
    ...(strict === true ? [misplaced("strict", "node-affinity")] : []),
  ];
}
