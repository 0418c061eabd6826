import { randomInt } from "node:crypto";
import { generatedKind } from "./generated";

/** `random:RandomInteger`: from `min` to `max`, both included. */
export const randomInteger = generatedKind(
  {
    name: "RandomInteger",
    fields: {
      keepers: { type: "map of strings" },
      max: { type: "number", required: true },
      min: { type: "number", required: true },
      seed: {
        type: "string",
        missing:
          "The stand-in for the random plugin has no seed: its numbers would differ from the official plugin's; " +
          "leave seed out, or install the Pulumi CLI (toolchain/README.md)",
      },
    },
  },
  ["result"],
  ({ min, max }) =>
    Number(max) >= Number(min)
      ? []
      : [{ property: "max", reason: `max is ${JSON.stringify(max)}, less than min, ${JSON.stringify(min)}` }],
  ({ min, max }) => {
    const result = randomInt(Number(min), Number(max) + 1);
    return { id: String(result), outputs: { result } };
  },
);
