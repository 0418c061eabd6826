import assert from "node:assert/strict";
import { pulumi } from "./labStack";

/** Options of `pulumi up` that name resources: "--target ui-n1" in place of its URN. */
export type Option = `--${"target" | "replace" | "exclude"} ${string}`;

/** The words of a node's refusal to remove a unit that the stack needs. */
export const neededHere =
  /stays, because quorate\/lab\/lab needs it here, and its service would go down.*`pulumi up` repairs it/;

/** The URNs of the stack's resources, without components, by name. */
export async function urns(): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await pulumi(["stack", "export"]);
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources: { urn: string; custom: boolean }[] };
  };
  const custom = deployment.resources.filter((resource) => resource.custom);
  return new Map(custom.map(({ urn }) => [urn.slice(urn.lastIndexOf("::") + 2), urn]));
}

/** The options as arguments. */
export async function argumentsOf(options: readonly Option[]): Promise<string[]> {
  const known = await urns();
  return options.flatMap((option) => {
    const [flag = "", name = ""] = option.split(" ");
    return [flag, known.get(name) ?? assert.fail(`the stack has no ${name}`)];
  });
}
