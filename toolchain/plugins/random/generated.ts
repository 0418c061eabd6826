import { checkInputs, type Shape } from "../check";
import type { Failure, Kind } from "../provider";
import { containsUnknown, revealAll, UNKNOWN, type Properties } from "../property";

export interface Generated {
  id: string;
  outputs: Properties;
}

export interface GeneratedKind {
  shape: Shape;
  /** Values of the omitted inputs; they show among the outputs, and not among the inputs. */
  defaults?: (inputs: Properties) => Properties;
  /** The names of the outputs that `generate` returns. */
  outputs: string[];
  /** Mistakes in inputs of the right types. */
  mistakes: (inputs: Properties) => Failure[];
  generate: (inputs: Properties) => Promise<Generated> | Generated;
}

/** A kind of random value: generated once, kept in the state, generated again when any input changes. */
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
