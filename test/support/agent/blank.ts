import type { Unit } from "../../../agent/unit";

/** An empty unit. */
export const blank: Unit = {
  ...{ name: "u", family: "debian", packages: [], users: [], directories: [], files: [], sysctls: [] },
  ...{ validations: [], services: [], verifications: [] },
};
