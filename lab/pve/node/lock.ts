import { ms, times } from "./pace";
import { read, remove, thisNode, write } from "./tree";

interface Seen {
  readonly text: string | undefined;
  readonly since: number;
}

/**
 * A lock of pmxcfs: its holder renews it, and one that isn't renewed for 120 s is free. The age is what this
 * process has seen with its own clock, as in the real one.
 */
export class Lock {
  readonly #path: string;
  #seen: Seen | undefined;

  /** @param name such as ha_manager_lock */
  constructor(name: string) {
    this.#path = `priv/lock/${name}`;
  }

  /** Looks at the lock. @returns milliseconds for which it has been free for this node, or undefined */
  freeFor(): number | undefined {
    const text = read(this.#path);
    const at = performance.now();
    if (this.#seen === undefined || this.#seen.text !== text) this.#seen = { text, since: at };
    const age = at - this.#seen.since;
    if (text === undefined || text.startsWith(`${thisNode} `)) return age;
    return age > ms(times.lock) ? age - ms(times.lock) : undefined;
  }

  /** Takes or renews the lock, if it's free or this node's own. @throws Error without quorum */
  take(): boolean {
    if (this.freeFor() === undefined) return false;
    write(this.#path, `${thisNode} ${String(Date.now())}\n`);
    return true;
  }

  get isOwn(): boolean {
    return read(this.#path)?.startsWith(`${thisNode} `) === true;
  }

  release(): void {
    if (this.isOwn) remove(this.#path);
  }
}

export const agentLock = (node: string): Lock => new Lock(`ha_agent_${node}_lock`);
export const managerLock = (): Lock => new Lock("ha_manager_lock");
