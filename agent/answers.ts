import type { Cluster, Host } from "../model";

/** The answers of a cluster's hosts to one question, for example the facts of its nodes. */
export class Answers<Answer> {
  readonly #results: ReadonlyMap<string, Answer | Error>;

  /** @param results by name: an answer, or the reason for none */
  constructor(results: ReadonlyMap<string, Answer | Error>) {
    this.#results = results;
  }

  /** Undefined for an unreachable host, and for a host that you didn't ask. */
  of(host: string): Answer | undefined {
    const result = this.#results.get(host);
    return result instanceof Error ? undefined : result;
  }

  /** The answers by name, without unreachable hosts. */
  given(): Map<string, Answer> {
    return new Map(
      [...this.#results].flatMap(([name, result]) => (result instanceof Error ? [] : [[name, result]])),
    );
  }

  unreachable(): { host: string; reason: Error }[] {
    return [...this.#results].flatMap(([host, reason]) =>
      reason instanceof Error ? [{ host, reason }] : [],
    );
  }
}

/** Asks all nodes and witnesses at once. Never rejects. */
export async function askAll<Answer>(
  { nodes, witnesses }: Pick<Cluster, "nodes" | "witnesses">,
  ask: (host: Host) => Promise<Answer>,
): Promise<Answers<Answer>> {
  const results = [...nodes, ...witnesses].map(async (host): Promise<[string, Answer | Error]> => {
    try {
      return [host.name, await ask(host)];
    } catch (error) {
      return [host.name, error instanceof Error ? error : new Error(String(error))];
    }
  });
  return new Answers(new Map(await Promise.all(results)));
}
