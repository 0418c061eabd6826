import { codeOf } from "../../../model/named";
import { rules } from "../../../model/rules";

/** The codes of the schemas' findings. */
const form = {
  CONFIG_KEY_UNKNOWN: "A key must be one that quorate knows at its place",
  CONFIG_VALUE_MISSING: "A required value must be there",
  CONFIG_VALUE_INVALID: "A value must have the type, form and range of its key",
  CONFIG_SECRET_MISPLACED: "An encrypted value must be one of the passwords in quorate:secrets",
};

/** Every finding's code, with the requirement that it stands for. A published code keeps its meaning. */
export const codes: Readonly<Record<string, string>> = {
  ...form,
  ...Object.fromEntries(rules.map((rule) => [codeOf(rule), rule.title])),
};
