import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** How long to wait at most, in milliseconds: two minutes, which only end a hang, unless said. */
  timeoutMs?: number;
  /** What is waited for, as it reads in the error; a function is asked at the end. */
  what: string | (() => string);
  /**
   * Pause between two looks, in milliseconds. Default: a tenth of the time waited so far, from 50 to 500, so that a long
   * wait leaves the processors to what is waited for.
   */
  everyMs?: number;
}

/** Waits until the condition gives something truthy, and gives it back. An error thrown by the condition ends the wait. */
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
