import type { Log } from "../log";

export type Output = { stdout: string; stderr: string };

type Stream = keyof Output;

/** The streams to show while a command runs. `logging` is the resource's; both streams if it is absent. */
export function loggedStreams(logging: unknown): Set<Stream> {
  if (logging === "stdout" || logging === "stderr") return new Set([logging]);
  return new Set(logging === undefined || logging === "stdoutAndStderr" ? ["stdout", "stderr"] : []);
}

/** Collects a command's output, and shows whole lines of it as they come. */
export class Recording {
  readonly #chunks: { stream: Stream; data: Buffer }[] = [];
  readonly #unshown = { stdout: "", stderr: "" };

  constructor(
    private readonly log: Log,
    private readonly shown: Set<Stream>,
  ) {}

  add(stream: Stream, data: Buffer): void {
    this.#chunks.push({ stream, data });
    if (!this.shown.has(stream)) return;
    const lines = (this.#unshown[stream] + data.toString()).split("\n");
    this.#unshown[stream] = lines.pop() ?? "";
    for (const line of lines) this.log("info", line, true);
  }

  /** Shows the last, unfinished lines and waits until the engine has them all. */
  async end(): Promise<void> {
    for (const line of [this.#unshown.stdout, this.#unshown.stderr]) if (line) this.log("info", line, true);
    await this.log.flushed();
  }

  /** Both streams, each without one last newline. */
  output(): Output {
    return { stdout: this.#text("stdout"), stderr: this.#text("stderr") };
  }

  /** The failure of a command, with its whole output in the order of arrival. */
  failure(reason: string, command: string): Error {
    const written = Buffer.concat(this.#chunks.map((chunk) => chunk.data)).toString();
    return new Error(`${reason}: running ${quote(command)}:\n${written}`);
  }

  #text(stream: Stream): string {
    const data = this.#chunks.filter((chunk) => chunk.stream === stream).map((chunk) => chunk.data);
    return Buffer.concat(data).toString().replace(/\n$/, "");
  }
}

/** The command as one line in double quotes, as Go's `%q` writes it. */
function quote(text: string): string {
  const short: Record<string, string> = { "\\u0007": "\\a", "\\u000b": "\\v" };
  return JSON.stringify(text).replace(/\\\\|\\u00([01][0-9a-f])|\u007f/g, (match, hex: string | undefined) =>
    match === "\\\\" ? match : (short[match] ?? `\\x${hex ?? "7f"}`),
  );
}
