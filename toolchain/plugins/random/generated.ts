import { checkInputs, type Shape } from "../check";
import type { Failure, Kind } from "../provider";
import { containsUnknown, revealAll, UNKNOWN, type Properties } from "../property";

export interface Generated {
  id: string;
  outputs: Properties;
}

export interface GeneratedKind {
  shape: Shape;
  /** What an input that is left out means: it shows among the outputs, and not among the inputs. */
  defaults?: (inputs: Properties) => Properties;
  /** The names of what `generate` returns. */
  outputs: string[];
  /** What is wrong with inputs whose types are right. */
  mistakes: (inputs: Properties) => Failure[];
  generate: (inputs: Properties) => Promise<Generated> | Generated;
}

/** A kind of random value: generated once, kept in the state, generated anew when any input changes. */
export function generatedKind(kind: GeneratedKind): Kind {
  const { shape, defaults = () => ({}), outputs, mistakes, generate } = kind;
  const filled = (inputs: Properties): Properties => ({ ...defaults(inputs), ...inputs });
  return {
    check(news) {
      const { inputs, failures } = checkInputs(shape, news);
      const bare = revealAll(filled(inputs)) as Properties;
      const decidable = failures.length === 0 && !containsUnknown(bare);
      return { inputs, failures: decidable ? mistakes(bare) : failures };
    },
    comparable: filled,
    replaces: () => true,
    planCreate: (inputs) => ({
      ...filled(inputs),
      ...Object.fromEntries(outputs.map((name) => [name, UNKNOWN])),
    }),
    async create(inputs) {
      const all = filled(inputs);
      const generated = await generate(revealAll(all) as Properties);
      return { id: generated.id, outputs: { ...all, ...generated.outputs } };
    },
    planUpdate: (state, inputs) => ({ ...state, ...inputs }),
    update: (state, inputs) => Promise.resolve({ ...state, ...inputs }),
    delete: () => Promise.resolve(),
  };
}
