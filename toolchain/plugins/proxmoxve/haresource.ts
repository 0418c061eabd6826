import { type Properties, text, type Value } from "../property";
import type { Form, HaObject } from "./kind";
import * as v from "./values";

const formKeys = {
  comment: "comment",
  failback: "failback",
  group: "group",
  maxRelocate: "max_relocate",
  maxRestart: "max_restart",
};

function settings(inputs: Properties): Form {
  const optional = Object.entries(formKeys).map(([property, key]) => [key, v.formValue(inputs[property])]);
  return { state: v.formValue(inputs["state"]), ...(Object.fromEntries(optional) as Form) };
}

/** `proxmoxve:index/haresource:Haresource`. A changed resourceId goes to the old one, and nothing happens. */
export const haresource: HaObject = {
  shape: {
    name: "Haresource",
    fields: {
      resourceId: { type: "string", required: true },
      state: { type: "string" },
      type: { type: "string" },
      comment: { type: "string" },
      failback: { type: "boolean" },
      group: { type: "string" },
      maxRelocate: { type: "number" },
      maxRestart: { type: "number" },
    },
  },
  folder: "resources",
  noun: "HA resource",
  name: "resourceId",
  defaults: { state: "started" },
  computed: ["type"],
  replaces: [],
  updatesById: true,
  mistakes(inputs) {
    const sid = inputs["resourceId"];
    return [
      ...(typeof sid === "string" && !/^(vm|ct):[1-9][0-9]{2,8}$/.test(sid)
        ? [
            {
              property: "resourceId",
              reason: `Attribute resource_id must be a valid HA resource identifier, got: ${sid}`,
            },
          ]
        : []),
      ...v.oneOfMistakes("state", inputs["state"], ["started", "enabled", "stopped", "disabled", "ignored"]),
      ...v.oneOfMistakes("type", inputs["type"], ["vm", "ct"]),
      ...v.commentMistakes(inputs["comment"]),
      ...v.identifierMistakes("group", inputs["group"]),
      ...v.rangeMistakes("maxRelocate", inputs["maxRelocate"], 10),
      ...v.rangeMistakes("maxRestart", inputs["maxRestart"], 10),
    ];
  },
  createForm(inputs) {
    const sid = text(inputs["resourceId"]);
    return { sid, type: sid.replace(/:.*/, ""), ...settings(inputs) };
  },
  updateForm: (inputs, state) => ({ ...settings(inputs), delete: v.removed(formKeys, inputs, state) }),
  outputs(data: Record<string, Value>) {
    const { sid = null, type = null, state = null, comment = null, group = null } = data;
    return {
      ...{ resourceId: sid, type, state, comment, group, failback: v.flagOf(data["failback"]) },
      ...{ maxRelocate: data["max_relocate"] ?? null, maxRestart: data["max_restart"] ?? null },
    };
  },
};
