import type { Cluster, Host } from "../model";

/** Asks all nodes and witnesses at once. Answers by name, an Error for an unreachable host; never rejects. */
export async function askAll<Answer>(
  { nodes, witnesses }: Cluster,
  ask: (host: Host) => Promise<Answer>,
): Promise<ReadonlyMap<string, Answer | Error>> {
  const answers = [...nodes, ...witnesses].map(async (host): Promise<[string, Answer | Error]> => {
    try {
      return [host.name, await ask(host)];
    } catch (error) {
      return [host.name, error instanceof Error ? error : new Error(String(error))];
    }
  });
  return new Map(await Promise.all(answers));
}
