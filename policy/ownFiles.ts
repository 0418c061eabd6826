import { filesIn } from "../agent/manifestText";
import { hostOf, type HostPart } from "./documents";
import type { Registered } from "./registered";
import { daemonOf } from "./sniff";

interface Unit {
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** Whether a unit has raw lines. Only then does the pack read quorate's own files: the rest is from a judged model. */
export function hasRawLines(unit: Unit | undefined): boolean {
  return unit?.type === "quorate:unit:NodeUnit" && unit.props["raw"] === true;
}

/** The part of a unit's Command on its machine: the files of its manifest, with holes for secrets. */
export function ownPart(resource: Registered): HostPart {
  const { create, stdin } = resource.inputs.values;
  const script = [create, stdin].filter((text) => typeof text === "string").join("\n");
  const documents = filesIn(script.split("\n")).map(({ path, content: text }) => ({
    ...{ path, daemon: daemonOf(path, text), text },
    clear: "",
  }));
  return { host: hostOf(resource), documents, script };
}
