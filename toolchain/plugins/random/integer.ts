import { randomInt } from "node:crypto";
import { generatedKind } from "./generated";
import { wholeNumber } from "./wholeNumber";

/** `random:RandomInteger`: from `min` to `max`, both included. */
export const randomInteger = generatedKind({
  shape: {
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
  outputs: ["result"],
  mistakes(inputs) {
    const fractions = [...wholeNumber(inputs, "min"), ...wholeNumber(inputs, "max")];
    if (fractions.length > 0 || Number(inputs.max) >= Number(inputs.min)) return fractions;
    const reason = "The minimum (minVal) value needs to be smaller than or equal to maximum (maxVal) value";
    return [{ property: "max", reason }];
  },
  generate({ min, max }) {
    const result = randomInt(Number(min), Number(max) + 1);
    return { id: String(result), outputs: { result } };
  },
});
