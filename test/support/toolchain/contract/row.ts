import type { Properties } from "../../../../toolchain/plugins/property";
import type { Sshd } from "../sshd";

/** One promise of the command plugin: a request, and its required result. */
export interface Row {
  name: string;
  /** `update` and `delete` begin with the state `{...inputs, ...state}`. */
  operation: "create" | "previewCreate" | "update" | "previewUpdate" | "delete";
  /** The inputs beside the connection. */
  inputs: Properties;
  /** Changes of the connection to the test's sshd; null removes a property. */
  connection?: (sshd: Sshd, closedPort: number) => Properties;
  /** For update: changes of `inputs`; null removes a property. */
  news?: Properties;
  state?: Properties;
  /** Some of the outputs. */
  outputs?: Properties;
  fails?: RegExp;
  /** Messages in order. The ephemeral ones are the command's own lines. */
  logs?: (string | RegExp)[];
  /** Whether the command ran: its text has `touch "$MARK"`, with a path for $MARK. */
  ran?: boolean;
}

/** The connection to the test's sshd, with the defaults that the plugin's Check sets. */
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

/** For update and delete: the plugin doesn't send the last output, so the logs name no refused variable. */
export const quiet = { addPreviousOutputInEnv: false };

/** The last output. */
export const last = { stdout: "old", stderr: "older" };
