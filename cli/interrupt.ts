/** Ends the running work when you press Ctrl-C, or when the machine ends this process. */
const controller = new AbortController();

export const interrupt = controller.signal;

/** The exit code of a command that was interrupted, by convention 128 + the signal's number. */
export let interruptedExitCode = 0;

for (const [name, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
] as const) {
  process.on(name, () => {
    if (controller.signal.aborted) return;
    interruptedExitCode = 128 + number;
    process.stderr.write("\nquorate: interrupted; it ends the running work, which may take some seconds\n");
    controller.abort(new Error("interrupted; run the same command again to continue"));
  });
}
