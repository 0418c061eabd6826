import { randomBytes } from "node:crypto";
import { generatedKind } from "./generated";
import { wholeNumber } from "./wholeNumber";

/** `random:RandomId`: one random number in several spellings, each after `prefix`; the id has no prefix. */
export const randomId = generatedKind({
  shape: {
    name: "RandomId",
    fields: {
      byteLength: { type: "number", required: true },
      keepers: { type: "map of strings" },
      prefix: { type: "string" },
    },
  },
  outputs: ["b64Std", "b64Url", "dec", "hex"],
  // The official plugin makes an empty id of 0 bytes.
  mistakes: (inputs) => wholeNumber(inputs, "byteLength", 1),
  generate({ byteLength, prefix }) {
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
});
