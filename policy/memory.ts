import type { Finding } from "../model";
import type { Rule } from "../model/rules";
import type { Host } from "./host";
import type { Judge, Sources } from "./judgement";
import type { Change, Program } from "./program";

/** The subjects of one rule by where they come from, and by the key that makes them each other's concern. */
export class Memory<Subject, Options extends object> implements Judge {
  /** By key and source. */
  readonly #known = new Map<string, Map<string, Subject[]>>();
  readonly #keys = new Map<string, Set<string>>();

  constructor(
    private readonly rule: Rule<Subject, Options>,
    private readonly sources: Sources<Subject>,
  ) {}

  change(change: Change, program: Program, options: object): Finding[] {
    const { component, host, resource } = this.sources;
    switch (change.kind) {
      case "component": {
        if (component === undefined) return [];
        const { urn } = change.component;
        return this.#replace(urn, [], component(change.component, program), options);
      }
      case "resource": {
        if (resource === undefined) return [];
        return this.#replace(change.resource.urn, [], resource(change.resource), options);
      }
      case "host": {
        if (host === undefined) return [];
        const of = (state: Host | undefined) => (state ? host(state) : []);
        return this.#replace(`host ${change.after.name}`, of(change.before), of(change.after), options);
      }
    }
  }

  conclude(program: Program, options: object): Finding[] {
    return this.#judge(this.sources.program?.(program) ?? [], options);
  }

  /** The findings that are there with `after` and weren't with `before` in its place. */
  #replace(
    source: string,
    before: readonly Subject[],
    after: readonly Subject[],
    options: object,
  ): Finding[] {
    if (after.length + before.length === 0 && !this.#keys.has(source)) return [];
    const keys = new Set(after.map((subject) => this.#keyOf(subject, source)));
    const judged = (subjects: readonly Subject[]): Finding[] => {
      this.#put(source, subjects);
      return [...keys].flatMap((key) =>
        this.#judge([...(this.#known.get(key)?.values() ?? [])].flat(), options),
      );
    };
    const old = new Set(judged(before).map(print));
    return judged(after).filter((finding) => !old.has(print(finding)));
  }

  #put(source: string, subjects: readonly Subject[]): void {
    for (const key of this.#keys.get(source) ?? []) this.#known.get(key)?.delete(source);
    const keys = new Set<string>();
    for (const subject of subjects) {
      const key = this.#keyOf(subject, source);
      const bySource = this.#known.get(key) ?? new Map<string, Subject[]>();
      this.#known.set(key, bySource);
      const own = bySource.get(source) ?? [];
      own.push(subject);
      bySource.set(source, own);
      keys.add(key);
    }
    this.#keys.set(source, keys);
  }

  #keyOf(subject: Subject, source: string): string {
    return this.sources.key?.(subject) ?? source;
  }

  #judge(subjects: readonly Subject[], options: object): Finding[] {
    return subjects.length === 0 ? [] : this.rule.judge(subjects, options as Partial<Options>);
  }
}

function print({ path, message }: Finding): string {
  return `${path}: ${message}`;
}
