import type { Outcome } from "../../../lab";

/** One step of the engine on a remote Command. */
export interface Step {
  /** The Command's name. */
  name: string;
  /** create, update, delete, replace, ... */
  op: string;
  /** Numbers of the engine's events. A failed step has no end. */
  began: number;
  ended: number | undefined;
}

/** The result of `pulumi up --json`. */
export interface Deployment extends Outcome {
  /** The steps in the order of their beginnings, without unchanged resources. */
  steps: Step[];
  /** The engine's error messages, without the texts of Commands. */
  errors: string;
}

interface StepEvent {
  metadata: { op: string; urn: string; type: string };
}

interface EngineEvent {
  sequence: number;
  diagnosticEvent?: { severity: string; message: string };
  resourcePreEvent?: StepEvent;
  resOutputsEvent?: StepEvent;
}

function isCommand({ metadata: { type, op } }: StepEvent): boolean {
  return type === "command:remote:Command" && op !== "same";
}

/** The error of a failed Command begins with its whole text, which may hold the node's program. */
const commandText = /running "(?:[^"\\]|\\.)*":/g;

/** Reads the engine's events from an outcome. */
export function deploymentOf(outcome: Outcome): Deployment {
  const events = outcome.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
  const ends = new Map(
    events.flatMap(({ sequence, resOutputsEvent: event }) =>
      event && isCommand(event) ? [[event.metadata.urn, sequence]] : [],
    ),
  );
  const steps = events.flatMap(({ sequence, resourcePreEvent: event }) => {
    if (!event || !isCommand(event)) return [];
    const { urn, op } = event.metadata;
    return [{ name: urn.slice(urn.lastIndexOf("::") + 2), op, began: sequence, ended: ends.get(urn) }];
  });
  const errors = events.flatMap(({ diagnosticEvent: event }) =>
    event?.severity === "error" ? [event.message] : [],
  );
  return { ...outcome, steps, errors: errors.join("\n").replace(commandText, "running ...:") };
}
