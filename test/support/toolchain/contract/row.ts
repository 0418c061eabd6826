import type { Properties } from "../../../../toolchain/plugins/property";
import type { Sshd } from "../sshd";

/** One promise of the command plugin: what is asked, and what must come of it. */
export interface Row {
  name: string;
  /** `update` and `delete` begin with the state `{...inputs, ...state}`. */
  operation: "create" | "previewCreate" | "update" | "previewUpdate" | "delete";
  /** Beside the connection. */
  inputs: Properties;
  /** Changes to the connection to the test's sshd; null leaves a property out. */
  connection?: (sshd: Sshd, closedPort: number) => Properties;
  /** For update: what differs from `inputs` now. Null takes a property away. */
  news?: Properties;
  state?: Properties;
  /** Some of the outputs. */
  outputs?: Properties;
  fails?: RegExp;
  /** Messages in order, of which the ephemeral ones are the command's own lines. */
  logs?: (string | RegExp)[];
  /** Whether the command left its mark: it does `touch "$MARK"`, which stands for a path. */
  ran?: boolean;
}

/** The connection to the test's sshd, with Check's defaults filled in. */
export function login(sshd: Sshd): Properties {
  return {
    host: "127.0.0.1",
    port: sshd.port,
    user: sshd.user,
    privateKey: sshd.read("user"),
    hostKey: sshd.read("host.pub"),
    dialErrorLimit: 1,
    perDialTimeout: 15,
  };
}

/** For update and delete: the last output is not sent, so that no refused variable is in the logs. */
export const quiet = { addPreviousOutputInEnv: false };

/** The output of the last time. */
export const last = { stdout: "old", stderr: "older" };
