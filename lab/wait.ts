import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** Time limit, in milliseconds. Default: two minutes, which only end a hang. */
  timeoutMs?: number;
  /** The awaited event, for the error; a function is called at the end. */
  what: string | (() => string);
  /**
   * Pause between two looks, in milliseconds. Default: a tenth of the time waited so far, from 50 to 500. A long wait
   * thus leaves the processors to the awaited work.
   */
  everyMs?: number;
}

/**
 * Waits until the condition returns a truthy value.
 * @returns that value
 * @throws Error with `what` after `timeoutMs`; an error of the condition ends the wait, too
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 120_000, what, everyMs }: Patience,
): Promise<NonNullable<T>> {
  const began = Date.now();
  for (;;) {
    const result = await condition();
    if (result) return result;
    const waited = Date.now() - began;
    if (waited > timeoutMs) {
      throw new Error(`waited ${timeoutMs} ms for ${typeof what === "string" ? what : what()}`);
    }
    await sleep(everyMs ?? Math.min(500, Math.max(50, waited / 10)));
  }
}
