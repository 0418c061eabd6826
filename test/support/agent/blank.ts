import type { Unit } from "../../../agent/unit";

/** A unit with nothing in it. */
export const blank: Unit = {
  ...{ name: "u", family: "debian", packages: [], users: [], directories: [], files: [], sysctls: [] },
  ...{ checks: [], services: [], verifications: [] },
};
