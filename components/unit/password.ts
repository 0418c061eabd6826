import * as pulumi from "@pulumi/pulumi";
import { verbatimError } from "../verbatimError";

/**
 * Checks a password that Pulumi knows only at the end, as the model checks a written one.
 * @returns the password; rejected with a RunError if the model refuses it
 */
export function checkedPassword(
  path: string,
  password: pulumi.Input<string>,
  problem: (value: string) => string | undefined,
): pulumi.Output<string> {
  return pulumi.output(password).apply((value) => {
    const found = problem(value);
    if (found !== undefined) throw verbatimError(`${path}: ${found}`);
    return value;
  });
}
