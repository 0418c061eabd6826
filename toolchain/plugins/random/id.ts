import { randomBytes } from "node:crypto";
import { generatedKind } from "./generated";

/** `random:RandomId`: one random number in several spellings, each after `prefix`; the id has no prefix. */
export const randomId = generatedKind(
  {
    name: "RandomId",
    fields: {
      byteLength: { type: "number", required: true },
      keepers: { type: "map of strings" },
      prefix: { type: "string" },
    },
  },
  ["b64Std", "b64Url", "dec", "hex"],
  ({ byteLength }) =>
    Number.isInteger(byteLength) && Number(byteLength) >= 1
      ? []
      : [
          {
            property: "byteLength",
            reason: `byteLength is ${JSON.stringify(byteLength)}; it must be a whole number, at least 1`,
          },
        ],
  ({ byteLength, prefix }) => {
    const bytes = randomBytes(Number(byteLength));
    const before = typeof prefix === "string" ? prefix : "";
    const hex = bytes.toString("hex");
    const outputs = {
      b64Std: before + bytes.toString("base64"),
      b64Url: before + bytes.toString("base64url"),
      dec: before + BigInt(`0x${hex}`).toString(),
      hex: before + hex,
    };
    return { id: bytes.toString("base64url"), outputs };
  },
);
