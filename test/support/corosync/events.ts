import { isDeepStrictEqual } from "node:util";
import { boot, crash, cut, exec, heal, part, rejoin, waitFor } from "../../../lab";
import { type QuorumState, quorumState } from "./state";
import { awaitLink } from "./watchdog";

/** A cluster during a scenario, and the state that it should have after the events so far. */
export class Course {
  private readonly off = new Set<string>();
  private readonly unplugged = new Set<string>();
  private groups: string[][] = [];

  /** `watched` nodes have a watchdog, which stops corosync when you pull the node's cable. */
  constructor(
    private readonly nodes: readonly string[],
    private readonly watched: readonly string[] = [],
  ) {}

  /** Makes an event happen, and waits until all nodes have noticed. */
  async happen(event: string): Promise<void> {
    const [verb = "", ...words] = event.split(" ");
    const [node = ""] = words;
    if (verb === "crash") {
      await crash(node);
      this.off.add(node);
    } else if (verb === "boot") {
      await boot(node);
      this.off.delete(node);
    } else if (verb === "stop") {
      await exec(node, "systemctl stop corosync");
      this.off.add(node);
    } else if (verb === "cut") {
      await cut(node);
      this.unplugged.add(node);
      if (this.watched.includes(node)) this.off.add(node);
    } else if (verb === "part") {
      this.groups = words
        .join(" ")
        .split("|")
        .map((group) => group.trim().split(" "));
      await part(...this.groups);
    } else if (verb === "join") {
      this.groups = [];
      await rejoin();
    } else if (verb !== "window") throw new Error(`${event} is no event`);
    await this.foundOut(event, verb === "window" || node === "q1");
  }

  /** Restores the initial state. */
  async restore(): Promise<void> {
    await rejoin();
    for (const node of this.unplugged) {
      await heal(node);
      if (this.watched.includes(node)) await awaitLink(node);
    }
    this.unplugged.clear();
    for (const node of this.off) {
      await boot(node);
      if (this.nodes.includes(node)) await exec(node, "systemctl start corosync");
    }
    this.off.clear();
    this.groups = [];
    await allQuorate(this.nodes);
    // A watchdog stops nothing after a boot before it has seen the link.
    await Promise.all(this.watched.map(awaitLink));
  }

  /** Waits until all nodes have noticed the event. With `counted`, the votes must be the members', too. */
  private async foundOut(event: string, counted: boolean): Promise<void> {
    const alive = this.nodes.filter((node) => !this.off.has(node));
    await waitFor(
      async () => {
        const states = await Promise.all(alive.map(async (node) => [node, await quorumState(node)] as const));
        const stopped = this.watched.filter((node) => this.unplugged.has(node));
        const running = await Promise.all(stopped.map(quorumState));
        return (
          running.every((state) => state === undefined) &&
          states.every(
            ([node, state]) =>
              state?.members.join(" ") === this.seenBy(node).join(" ") &&
              (!counted || state.total === state.members.length) &&
              (event !== "window" || state.expected === state.total),
          )
        );
      },
      { what: `the nodes to find out after: ${event}` },
    );
  }

  private seenBy(node: string): string[] {
    const own = this.groups.find((group) => group.includes(node));
    const reached = (other: string): boolean =>
      !this.unplugged.has(node) && !this.unplugged.has(other) && (own === undefined || own.includes(other));
    return this.nodes.filter((other) => !this.off.has(other) && (other === node || reached(other)));
  }
}

/** Waits until all nodes see each other and are quorate. */
export async function allQuorate(nodes: readonly string[]): Promise<void> {
  const whole = (state: QuorumState | undefined): boolean =>
    state?.quorate === true && state.members.join(" ") === nodes.join(" ");
  await waitFor(async () => (await Promise.all(nodes.map(quorumState))).every(whole), {
    what: "all nodes to be quorate",
  });
}

/** "yes", "no" or "off" by node, from corosync-quorumtool(8) on that node. */
export async function outcome(nodes: readonly string[]): Promise<Record<string, string>> {
  const states = await Promise.all(nodes.map(quorumState));
  const word = (state: QuorumState | undefined): string =>
    state === undefined ? "off" : state.quorate ? "yes" : "no";
  return Object.fromEntries(nodes.map((node, index) => [node, word(states[index])]));
}

/** Waits until the outcome is `wanted` at five looks in a row. */
export async function awaitOutcome(
  nodes: readonly string[],
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  let last = {};
  let stood = 0;
  const look = async (): Promise<boolean> => {
    last = await outcome(nodes);
    stood = isDeepStrictEqual(last, wanted) ? stood + 1 : 0;
    return stood > 4;
  };
  await waitFor(look, {
    everyMs: 400,
    what: () => `${JSON.stringify(wanted)}; it is ${JSON.stringify(last)}`,
  });
}
