import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { baseOf, type Present } from "../../../components/unit/base";
import { noFacts } from "../../support/agent/noFacts";

/** A node in its facts, and in the stack's state. */
interface World {
  readonly present?: Present & { readonly content: string };
  readonly stamp: number;
  readonly saved?: World;
  readonly recorded?: string;
}

/** "given up": undone after the state had it, like an unconfirmed change of sshd. */
const endings = ["recorded", "unrecorded", "undone", "given up", "not begun"] as const;

/** An update to a content with its ending, a backup of the node's disk, its return, or an edit by hand. */
type Event =
  | { readonly kind: "up"; readonly content: string; readonly ends: (typeof endings)[number] }
  | { readonly kind: "save" | "restore" | "edit" };

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant("up" as const),
    content: fc.constantFrom("a", "b", "c"),
    ends: fc.constantFrom(...endings),
  }),
  fc.constantFrom<Event>({ kind: "save" }, { kind: "restore" }, { kind: "edit" }),
);

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The text that the program registers for a content. */
function registered({ stamp, present }: World, content: string): { text: string; base: string } {
  const over = (base: string): string => `base ${base}\n${content}`;
  const drift = present?.content === "edited" ? ["edited"] : [];
  const base = baseOf({ ...noFacts, stamp: String(stamp) }, present, (each) => digest(over(each)), drift);
  return { text: over(base), base };
}

function up(world: World, content: string, ends: (typeof endings)[number]): World {
  const { text, base } = registered(world, content);
  if (text === world.recorded) {
    assert.equal(world.present?.content, content, "an update does nothing, and the node has something else");
    return world;
  }
  if (ends === "not begun") return world;
  const stamp = world.stamp + 1;
  if (ends === "undone") return { ...world, stamp };
  if (ends === "given up") return { ...world, stamp, recorded: text };
  const after = { ...world, stamp, present: { digest: digest(text), base, content } };
  if (ends === "unrecorded") return after;
  assert.equal(registered(after, content).text, text, "a change shows again after its update");
  return { ...after, recorded: text };
}

function next(world: World, event: Event, boots: number): World {
  if (event.kind === "up") return up(world, event.content, event.ends);
  if (event.kind === "save") return { ...world, saved: world };
  if (event.kind === "edit")
    return world.present ? { ...world, present: { ...world.present, content: "edited" } } : world;
  const { recorded, saved } = world;
  const { present } = saved ?? {};
  return {
    ...(present ? { present } : {}),
    ...(saved ? { saved } : {}),
    ...(recorded === undefined ? {} : { recorded }),
    stamp: boots * 1000,
  };
}

describe("what a unit is applied over", () => {
  it("makes an update do what is missing, whatever was cut off, taken back, edited or restored before", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        events.reduce<World>((world, event, index) => next(world, event, index + 1), { stamp: 0 });
      }),
      { numRuns: 2000 },
    );
  });
});
