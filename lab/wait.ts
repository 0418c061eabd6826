import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** How long to wait at most, in milliseconds: two minutes, which only end a hang, unless said. */
  timeoutMs?: number;
  /** What is waited for, as it reads in the error; a function is asked at the end. */
  what: string | (() => string);
  /** Pause between two looks, in milliseconds (50). */
  everyMs?: number;
}

/** Waits until the condition gives something truthy, and gives it back. An error thrown by the condition ends the wait. */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 120_000, what, everyMs = 50 }: Patience,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) {
      throw new Error(`waited ${timeoutMs} ms for ${typeof what === "string" ? what : what()}`);
    }
    await sleep(everyMs);
  }
}
