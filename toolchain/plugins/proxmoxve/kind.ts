import { checkInputs, type Shape } from "../check";
import { changes } from "../diff";
import { type Properties, revealAll, text, UNKNOWN, type Value } from "../property";
import type { Context, Failure, Kind } from "../provider";
import { Api, ApiError } from "./api";

export type Form = Record<string, string | undefined>;

/** One kind of the HA manager's objects in the API. */
export interface HaObject {
  shape: Shape;
  /** Below cluster/ha. */
  folder: "resources" | "rules" | "groups";
  /** In messages, such as `HA resource`. */
  noun: string;
  /** The input that is the object's name. */
  name: string;
  /** Inputs that the provider fills in if you leave them out. */
  defaults: Properties;
  /** Inputs that the server fills in. */
  computed: readonly string[];
  replaces: readonly string[];
  mistakes(inputs: Properties): Failure[];
  createForm(inputs: Properties): Form;
  updateForm(inputs: Properties, state: Properties): Form;
  /** All outputs, from `data` of a GET. */
  outputs(data: Record<string, Value>): Properties;
  /** Whether an update is sent to, and read from, the resource's id. Default: its name. */
  updatesById: boolean;
}

/** The lifecycle that the objects share. Differences are those between the new inputs and the state. */
export function haKind(object: HaObject): Kind {
  const { shape, folder, noun, defaults, computed } = object;
  const path = (name: string): string =>
    `cluster/ha/${folder}/${encodeURIComponent(name).replace("%3A", ":")}`;
  const plain = (inputs: Properties): Properties => ({ ...defaults, ...(revealAll(inputs) as Properties) });
  const nameIn = (properties: Properties): string => text(properties[object.name]);

  async function found(name: string, context: Context): Promise<Properties | undefined> {
    try {
      const data = (await new Api(context).ask("GET", path(name))) as Record<string, Value>;
      return object.outputs(data);
    } catch (error) {
      if (error instanceof ApiError && error.gone) return undefined;
      throw worded(`Could not read ${noun} '${name}'.: error reading ${noun}`, error);
    }
  }

  /** Create and update read back; what this fails to read isn't in the state. */
  async function readBack(name: string, context: Context): Promise<Properties> {
    const outputs = await found(name, context);
    if (outputs) return { ...outputs, __defaults: [] };
    throw new Error(
      `${noun} not found after update: Failed to find the resource when trying to read back the updated ${noun}'s data.`,
    );
  }

  return {
    check(news) {
      const { inputs, failures } = checkInputs(shape, news);
      if (failures.length > 0) return { inputs, failures };
      return { inputs: { ...inputs, __defaults: [] }, failures: object.mistakes(plain(inputs)) };
    },
    difference(state, news) {
      const wanted = plain(news);
      const had = Object.entries(revealAll(state) as Properties).filter(
        ([key]) => key in shape.fields && (key in wanted || !computed.includes(key)),
      );
      return changes(asSets(Object.fromEntries(had)), asSets(wanted));
    },
    replaces: (changed) => object.replaces.includes(changed.replace(/[.[].*/, "")),
    planCreate: (inputs) => ({
      ...Object.fromEntries(computed.map((key) => [key, UNKNOWN])),
      ...defaults,
      ...inputs,
    }),
    async create(inputs, context) {
      const given = plain(inputs);
      const name = nameIn(given);
      const failed = `Could not create ${noun} '${name}'.: error creating ${noun}`;
      await asked(new Api(context), failed, "POST", `cluster/ha/${folder}/`, object.createForm(given));
      return { id: name, outputs: await readBack(name, context) };
    },
    planUpdate: (state, inputs) => ({ ...state, ...defaults, ...inputs }),
    async update(state, inputs, context) {
      const [given, before] = [plain(inputs), revealAll(state) as Properties];
      const old = object.updatesById ? context.id : nameIn(before);
      const failed = `Could not update ${noun} '${old}': error updating ${noun}`;
      await asked(new Api(context), failed, "PUT", path(old), object.updateForm(given, before));
      return readBack(object.updatesById ? old : nameIn(given), context);
    },
    async delete(_state, context) {
      try {
        await new Api(context).ask("DELETE", path(context.id));
      } catch (error) {
        if (!(error instanceof ApiError && error.gone))
          throw worded(`Could not delete ${noun} '${context.id}': error deleting ${noun}`, error);
        context.log("warning", `${noun} does not exist: Could not delete ${noun} '${context.id}'`);
      }
    },
    async read(_inputs, context) {
      const outputs = await found(context.id, context);
      if (!outputs) return undefined;
      const inputs = Object.entries(outputs).filter(([, value]) => value !== null);
      return {
        inputs: { ...Object.fromEntries(inputs), __defaults: [] },
        outputs: { ...outputs, __defaults: [] },
      };
    },
  };
}

async function asked(
  api: Api,
  failed: string,
  method: "POST" | "PUT",
  path: string,
  form: Form,
): Promise<void> {
  try {
    await api.ask(method, path, form);
  } catch (error) {
    throw worded(failed, error);
  }
}

function worded(failed: string, error: unknown): Error {
  return new Error(`${failed}: ${(error as Error).message}`);
}

/** Lists of these objects have no order. */
function asSets(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, Array.isArray(value) ? [...value].sort() : value]),
  );
}
