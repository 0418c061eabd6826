import { createRequire } from "node:module";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Loads the SDK's own functions between the wire and a policy. */
const sdk = createRequire(__filename);
const { deserializeProperties } = sdk("@pulumi/policy/deserialize") as {
  deserializeProperties: (properties: Struct, proxySecrets: boolean) => Record<string, unknown>;
};
const { unknownCheckingProxy } = sdk("@pulumi/policy/proxy") as {
  unknownCheckingProxy: (properties: object) => Record<string, unknown>;
};

/** An unknown value, as the engine sends it. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A secret, as the engine sends it. */
export function secret(value: unknown): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** The engine's inputs in the form that a policy gets. */
export function asTheSdkGives(inputs: object, to: "validation" | "remediation"): Record<string, unknown> {
  const struct = Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs)) as Record<string, never>);
  return unknownCheckingProxy(deserializeProperties(struct, to === "remediation"));
}
