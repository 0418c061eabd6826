import { spawn } from "node:child_process";
import { once } from "node:events";
import { interrupt } from "../interrupt";

/** Runs a tool on this terminal, and sets the exit code after a failure. */
export async function tool(file: string, args: readonly string[]): Promise<void> {
  interrupt.throwIfAborted();
  console.log(`\n> ${[file, ...args.slice(0, 6)].join(" ")}${args.length > 6 ? " ..." : ""}`);
  const path = `${process.cwd()}/node_modules/.bin:${process.env["PATH"] ?? ""}`;
  const child = spawn(file, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) process.exitCode = code ?? 1;
}
