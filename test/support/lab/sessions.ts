import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { clientNamespace } from "../../../lab";
import { sshArguments } from "./probes";

/** An SSH session that stays open until its `close`. */
export interface Session {
  /** The node that the login reached. */
  node: string;
  close(): Promise<void>;
}

/** Logs in at an address, and stays. @throws Error when the login fails */
export async function openSession(address: string, port: number): Promise<Session> {
  const argv = ["netns", "exec", clientNamespace, ...sshArguments(address, port), "hostname; exec cat"];
  const child = spawn("ip", argv, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const node = await Promise.race([
    once(createInterface(child.stdout), "line").then(([line]) => line as string),
    ended.then(() => {
      throw new Error(`the login at ${address}:${port} failed`);
    }),
  ]);
  return {
    node,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
