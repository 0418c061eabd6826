import type { Finding } from "../model";
import { asFindings } from "../model/named";
import { judgeAll, type Rule } from "../model/rule";
import type { Host } from "./host";
import type { Change, Component, Program } from "./program";
import type { Registered } from "./registered";
import { ifKnown } from "./shapes";

/** The sources of a rule's items. */
export interface Sources<Item> {
  /** From the args of one of quorate's components. */
  readonly component?: (component: Component, program: Program) => readonly Item[];
  /** From the files and commands of any program on one machine. */
  readonly host?: (host: Host) => readonly Item[];
  /** From the inputs of a resource of any type. */
  readonly resource?: (resource: Registered) => readonly Item[];
  /** From the whole program, at the end of the preview. Until then a missing part may still be registered. */
  readonly program?: (program: Program) => readonly Item[];
}

/** A rule with the items of one program. `options` come from the pack's configuration. */
export interface Judge {
  /** The new findings of a change. */
  change(change: Change, program: Program, options: object): readonly Finding[];
  /** The findings that are certain once the whole program is known. */
  conclude(program: Program, options: object): readonly Finding[];
}

/** A circle: the items of one key, each item's source, and the last findings on them. */
interface Circle<Item> {
  items: Item[];
  /** The source of the item at the same index. */
  sources: string[];
  found: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

/** One rule's items in a program so far. Items of different sources may be judged together. */
export class Memory<Item, Options extends object> implements Judge {
  readonly #circles = new Map<string, Circle<Item>>();
  /** Keys of circles by source. */
  readonly #keys = new Map<string, Set<string>>();

  constructor(
    private readonly rule: Rule<Item, Options>,
    private readonly sources: Sources<Item>,
  ) {}

  change(change: Change, program: Program, options: object): Finding[] {
    const { component, host, resource } = this.sources;
    switch (change.kind) {
      case "component": {
        if (component === undefined) return [];
        const { urn } = change.component;
        return this.#replace(
          urn,
          [],
          ifKnown(() => component(change.component, program)),
          options,
        );
      }
      case "resource": {
        if (resource === undefined) return [];
        return this.#replace(change.resource.urn, [], resource(change.resource), options);
      }
      case "host":
      case "ownHost": {
        // Components have the items of circles already.
        if (host === undefined || (change.kind === "ownHost" && this.rule.circleOf)) return [];
        const of = (state: Host | undefined) => (state ? host(state) : []);
        return this.#replace(`host ${change.after.name}`, of(change.before), of(change.after), options);
      }
    }
  }

  conclude(program: Program, options: object): Finding[] {
    return judgeAll(this.rule, this.sources.program?.(program) ?? [], options as Partial<Options>);
  }

  /** The findings with `after` that the state with `before` didn't have. */
  #replace(source: string, before: readonly Item[], after: readonly Item[], options: object): Finding[] {
    if (this.rule.circleOf === undefined) {
      const old = new Set(this.#judge(before, options).map(print));
      return this.#judge(after, options).filter((finding) => !old.has(print(finding)));
    }
    const former = this.#keys.get(source);
    if (former) {
      // The source registers again, as in the update after a preview. It is judged as if it were new.
      this.#remove(source);
      this.#add(source, before);
      for (const key of new Set([...former, ...this.#keysOf(source)])) this.#judgeKey(key, options);
    } else if (after.length === 0) return [];
    const gone = this.#keysOf(source);
    if (before.length > 0) this.#remove(source);
    this.#add(source, after);
    return [...new Set([...gone, ...this.#keysOf(source)])].flatMap((key) => {
      const old = this.#circles.get(key)?.found ?? nothing;
      return this.#judgeKey(key, options).filter((finding) => !old.has(print(finding)));
    });
  }

  #keysOf(source: string): ReadonlySet<string> {
    return this.#keys.get(source) ?? nothing;
  }

  #add(source: string, items: readonly Item[]): void {
    const keys = new Set<string>();
    for (const item of items) {
      const key = this.#keyOf(item);
      const circle = this.#circles.get(key);
      if (circle) {
        // Sorted by source, because a program's order of registration changes from run to run.
        const place = placeFor(source, circle.sources);
        circle.items.splice(place, 0, item);
        circle.sources.splice(place, 0, source);
      } else this.#circles.set(key, { items: [item], sources: [source], found: nothing });
      keys.add(key);
    }
    this.#keys.set(source, keys);
  }

  #remove(source: string): void {
    for (const key of this.#keysOf(source)) {
      const circle = this.#circles.get(key);
      if (circle === undefined) continue;
      const { items, sources } = circle;
      circle.items = items.filter((_, index) => sources[index] !== source);
      circle.sources = sources.filter((other) => other !== source);
    }
    this.#keys.delete(source);
  }

  #judgeKey(key: string, options: object): Finding[] {
    const circle = this.#circles.get(key);
    if (circle === undefined) return [];
    const found = this.#judge(circle.items, options);
    circle.found = found.length === 0 ? nothing : new Set(found.map(print));
    return found;
  }

  #keyOf(item: Item): string {
    return this.rule.circleOf?.(item) ?? "";
  }

  #judge(items: readonly Item[], options: object): Finding[] {
    if (items.length === 0) return [];
    return asFindings(this.rule, this.rule.judge(items, options as Partial<Options>));
  }
}

/** The index after all elements of `sorted` up to `source`. */
function placeFor(source: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") > source) high = middle;
    else low = middle + 1;
  }
  return low;
}

function print({ path, message }: Finding): string {
  return `${path}: ${message}`;
}
