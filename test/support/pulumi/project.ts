import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clone } from "../toolchain/standIns";

/** Gives a folder a node_modules with only these packages of the clone. */
export function installed(folder: string, packages: readonly string[]): void {
  for (const name of packages) {
    const place = join(folder, "node_modules", name);
    mkdirSync(join(place, ".."), { recursive: true });
    symlinkSync(join(clone, "node_modules", name), place);
  }
}

/** A small Pulumi project outside the clone, with its own state and bin/pulumi. */
export class Project {
  readonly directory = mkdtempSync(join(tmpdir(), "quorate-project-"));
  /** Variables for the CLI, over those of this process. */
  environment: Record<string, string> = {};
  readonly #state = join(this.directory, "state");

  /** `packages` go into the project's node_modules; default: all of the clone's. */
  constructor(files: Record<string, string>, packages?: readonly string[]) {
    mkdirSync(this.#state);
    if (packages === undefined) this.link("node_modules", "node_modules");
    else installed(this.directory, packages);
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /** Links a file or folder of the clone into the project. Its imports resolve in the clone. */
  link(name: string, path: string): void {
    symlinkSync(join(clone, path), join(this.directory, name));
  }

  write(name: string, text: string): void {
    mkdirSync(join(this.directory, name, ".."), { recursive: true });
    writeFileSync(join(this.directory, name), text);
  }

  rename(name: string, other: string): void {
    renameSync(join(this.directory, name), join(this.directory, other));
  }

  /** Runs bin/pulumi in the project. `output` is its standard output and error. */
  async pulumi(...args: string[]): Promise<{ status: number; output: string }> {
    const child = spawn(join(clone, "bin", "pulumi"), ["--non-interactive", "--color=never", ...args], {
      cwd: this.directory,
      env: {
        ...process.env,
        ...this.environment,
        PULUMI_BACKEND_URL: `file://${this.#state}`,
        PULUMI_CONFIG_PASSPHRASE: "for the test",
        GOGC: "400", // as in labStack.ts
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

  /** All files of the backend, as one text. */
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
