import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone } from "./standIns";

/** A small Pulumi project outside the clone, with a state of its own, worked on with bin/pulumi. */
export class Project {
  readonly directory = mkdtempSync(join(tmpdir(), "quorate-project-"));
  readonly #state = join(this.directory, "state");

  constructor(files: Record<string, string>) {
    mkdirSync(this.#state);
    symlinkSync(join(clone, "node_modules"), join(this.directory, "node_modules"));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.directory, name, ".."), { recursive: true });
    writeFileSync(join(this.directory, name), text);
  }

  /** Runs bin/pulumi in the project and returns its exit status with all it printed. */
  async pulumi(...args: string[]): Promise<{ status: number; output: string }> {
    const child = spawn(join(clone, "bin", "pulumi"), ["--non-interactive", "--color=never", ...args], {
      cwd: this.directory,
      env: {
        ...process.env,
        PULUMI_BACKEND_URL: `file://${this.#state}`,
        PULUMI_CONFIG_PASSPHRASE: "for the test",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const take = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const [status] = (await once(child, "close")) as [number];
    return { status, output };
  }

  /** Everything that the backend keeps, as one text. */
  state(): string {
    const files = readdirSync(this.#state, { recursive: true, withFileTypes: true });
    return files
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
