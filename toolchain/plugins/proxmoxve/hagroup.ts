import type { Properties, Value } from "../property";
import type { Form, HaObject } from "./kind";
import * as v from "./values";

function settings({ comment, nodes, noFailback, restricted }: Properties): Form {
  return {
    comment: v.formValue(comment),
    nodes: v.nodeList(nodes),
    nofailback: v.formValue(noFailback),
    restricted: v.formValue(restricted),
  };
}

/** `proxmoxve:index/hagroup:Hagroup`, for Proxmox VE 8. A changed name goes to the old one. */
export const hagroup: HaObject = {
  shape: {
    name: "Hagroup",
    fields: {
      group: { type: "string", required: true },
      nodes: { type: "map of numbers", required: true },
      restricted: { type: "boolean" },
      noFailback: { type: "boolean" },
      comment: { type: "string" },
    },
  },
  folder: "groups",
  noun: "HA group",
  name: "group",
  defaults: { noFailback: false, restricted: false },
  computed: [],
  replaces: [],
  updatesById: false,
  mistakes: (inputs) => [
    ...v.identifierMistakes("group", inputs["group"]),
    ...v.nodesMistakes(inputs["nodes"]),
    ...v.commentMistakes(inputs["comment"]),
  ],
  createForm: (inputs) => ({ group: v.formValue(inputs["group"]), type: "group", ...settings(inputs) }),
  updateForm: (inputs, state) => ({
    ...settings(inputs),
    delete: v.removed({ comment: "comment" }, inputs, state),
  }),
  outputs(data: Record<string, Value>) {
    const { group = null, comment = null } = data;
    return {
      ...{ group, comment, nodes: v.nodesOf(data["nodes"]) },
      noFailback: v.flagOf(data["nofailback"]) ?? false,
      restricted: v.flagOf(data["restricted"]) ?? false,
    };
  },
};
