import * as pulumi from "@pulumi/pulumi";
import { final } from "../cluster/cluster";

/**
 * Checks a password that Pulumi knows only at the end, as the model checks a written one.
 * @returns the password; rejected with a RunError if the model refuses it
 */
export function fit(
  path: string,
  password: pulumi.Input<string>,
  problem: (value: string) => string | undefined,
): pulumi.Output<string> {
  return pulumi.output(password).apply((value) => {
    const found = problem(value);
    if (found !== undefined) throw final(`${path}: ${found}`);
    return value;
  });
}
