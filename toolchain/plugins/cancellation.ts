import { setMaxListeners } from "node:events";

/** Ends the operations of a run. The engine runs any number of them side by side, and each listens. */
export function cancellation(): AbortController {
  const cancelled = new AbortController();
  setMaxListeners(0, cancelled.signal);
  return cancelled;
}
