import type { Facts } from "../../../agent/facts";

/** Facts of a node that quorate has never changed. */
export const noFacts: Facts = {
  family: "",
  stamp: "",
  addresses: [],
  units: new Map(),
  others: [],
  claims: [],
  lists: new Map(),
  unlisted: [],
  open: [],
};
