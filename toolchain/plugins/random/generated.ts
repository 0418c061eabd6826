import { checkInputs, type Shape } from "../check";
import type { Failure, Kind } from "../provider";
import { containsUnknown, revealAll, UNKNOWN, type Properties } from "../property";

export interface Generated {
  id: string;
  outputs: Properties;
}

/**
 * A kind of random value: generated once, kept in the state, generated anew when any input changes.
 *
 * @param outputs the names of what `generate` returns
 * @param mistakes what is wrong with inputs whose types are right
 */
export function generatedKind(
  shape: Shape,
  outputs: string[],
  mistakes: (inputs: Properties) => Failure[],
  generate: (inputs: Properties) => Promise<Generated> | Generated,
): Kind {
  return {
    check(news) {
      const { inputs, failures } = checkInputs(shape, news);
      const bare = revealAll(inputs) as Properties;
      const decidable = failures.length === 0 && !containsUnknown(bare);
      return { inputs, failures: decidable ? mistakes(bare) : failures };
    },
    replaces: () => true,
    planCreate: (inputs) => ({ ...inputs, ...Object.fromEntries(outputs.map((name) => [name, UNKNOWN])) }),
    async create(inputs) {
      const generated = await generate(revealAll(inputs) as Properties);
      return { id: generated.id, outputs: { ...inputs, ...generated.outputs } };
    },
    planUpdate: (state, inputs) => ({ ...state, ...inputs }),
    update: (state, inputs) => Promise.resolve({ ...state, ...inputs }),
    delete: () => Promise.resolve(),
  };
}
