import type * as pulumi from "@pulumi/pulumi";
import { rawSecretProblem } from "../../model";
import { rawSecret } from "../../render";
import { checkedPassword } from "./password";

/** The secrets that raw lines name, by their names there. */
export type RawSecrets = Readonly<Record<string, pulumi.Input<string>>>;

/** The values for the holes of raw lines. */
export function rawHoles(secrets: RawSecrets = {}): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [
      rawSecret(name),
      checkedPassword(`secrets.raw.${name}`, value, rawSecretProblem),
    ]),
  );
}
