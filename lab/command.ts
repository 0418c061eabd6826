import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Readable } from "node:stream";

export interface Outcome {
  stdout: string;
  stderr: string;
  /**
   * The exit code. A command ended by a signal gives 128 + the signal's number, as in a shell; 124 after a timeout,
   * as in timeout(1).
   */
  exitCode: number;
}

export interface CommandOptions {
  /** The command's standard input. Default: empty. */
  input?: string | Readable | undefined;
  /** Time limit of the command, in milliseconds. Default: none. */
  timeoutMs?: number | undefined;
  /** The folder to run it in. Default: this process's own. */
  cwd?: string | undefined;
  /** Added to this process's own environment. */
  env?: Record<string, string> | undefined;
  /** Called with each line of both outputs as it comes. */
  onLine?: ((line: string) => void) | undefined;
  /**
   * When aborted, it interrupts the command and all its processes, and kills them `graceMs` later. The promise is
   * rejected with the signal's reason when all have ended. Without a signal, Ctrl-C reaches the command from the
   * terminal.
   */
  signal?: AbortSignal | undefined;
  /** Milliseconds from the interruption to the kill. Default: a minute. */
  graceMs?: number | undefined;
}

/** Gathers an output, and passes on its lines as they come. */
function gather(stream: NodeJS.ReadableStream, onLine?: (line: string) => void): () => string {
  let all = "";
  let passed = 0;
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    all += chunk;
    for (let end = all.indexOf("\n", passed); onLine && end >= 0; end = all.indexOf("\n", passed)) {
      onLine(all.slice(passed, end));
      passed = end + 1;
    }
  });
  stream.on("end", () => {
    if (passed < all.length) onLine?.(all.slice(passed));
  });
  return () => all.replace(/\n$/, "");
}

/** Makes the signal interrupt a process group. @returns a function that undoes this */
function interruptedBy(signal: AbortSignal, group: number, graceMs: number): () => void {
  const send = (name: NodeJS.Signals): void => {
    try {
      process.kill(-group, name);
    } catch {
      // it has ended
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    send("SIGINT");
    timer = setTimeout(() => send("SIGKILL"), graceMs);
  };
  signal.addEventListener("abort", onAbort);
  return () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  };
}

/** Runs a command to its end. @returns its outcome, success or failure; outputs come without their last newline */
export async function command(argv: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const { signal, timeoutMs, onLine, input, cwd, graceMs = 60_000 } = options;
  signal?.throwIfAborted();
  const [file = "", ...args] = argv;
  const env = { ...process.env, ...options.env };
  const child = spawn(file, args, { cwd, env, stdio: "pipe", detached: signal !== undefined });
  const stdout = gather(child.stdout, onLine);
  const stderr = gather(child.stderr, onLine);
  child.stdin.on("error", () => undefined); // a command may end before it has read all input
  if (input instanceof Readable) input.pipe(child.stdin);
  else child.stdin.end(input);

  const late = new AbortController();
  late.signal.addEventListener("abort", () => child.kill());
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => late.abort(), timeoutMs);
  // A node that shuts down stops all its processes before it ends them. nsenter then stops itself, for ever.
  const resume = setInterval(() => child.kill("SIGCONT"), 200);
  const release = signal && child.pid !== undefined ? interruptedBy(signal, child.pid, graceMs) : undefined;
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, name) => resolve(code ?? 128 + constants.signals[name ?? "SIGKILL"]));
    });
    signal?.throwIfAborted();
    return { stdout: stdout(), stderr: stderr(), exitCode: late.signal.aborted ? 124 : exitCode };
  } finally {
    clearTimeout(timer);
    clearInterval(resume);
    release?.();
  }
}

/**
 * Runs a command.
 * @returns its standard output
 * @throws Error with the command's own words if it fails
 */
export async function must(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { stdout, stderr, exitCode } = await command(argv, options);
  if (exitCode !== 0) throw new Error(`${argv.join(" ")}: ${stderr || stdout || `exit code ${exitCode}`}`);
  return stdout;
}
