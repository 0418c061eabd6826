import * as pulumi from "@pulumi/pulumi";
import { final } from "../cluster/cluster";

/** A password that is known only at the end, checked then as the model checks one that is written out. */
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
