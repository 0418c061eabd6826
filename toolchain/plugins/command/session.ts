import type { Client, ClientChannel } from "ssh2";
import type { Context } from "../provider";
import type { Recording } from "./output";

export interface Execution {
  command: string;
  /** The server must accept every variable, or the command doesn't run. */
  environment: Record<string, string>;
  /** If the server refuses a variable, that is a warning; an empty variable isn't sent. */
  optionalEnvironment: Record<string, string>;
  stdin: string;
  recording: Recording;
  context: Context;
}

/** Sends a running command its input, and follows it to its end. */
function follow(channel: ClientChannel, { stdin, recording }: Execution): Promise<string> {
  // ssh2 closes a channel once both sides have ended, but a busy server may send the exit status later.
  channel.destroy = () => channel;
  return new Promise((resolve, reject) => {
    let ending = "wait: remote command exited without exit status or exit signal";
    channel.on("data", (data: Buffer) => {
      recording.add("stdout", data);
    });
    channel.stderr.on("data", (data: Buffer) => {
      recording.add("stderr", data);
    });
    channel.on("exit", (code: number | null, signal?: string) => {
      ending = endingOf(code, signal);
    });
    let wholeStdin = false;
    channel.once("close", () => {
      // As in the official plugin, input that the command didn't read is a failure.
      resolve(ending === "" && !wholeStdin ? "EOF" : ending);
    });
    channel.once("error", reject);
    channel.end(stdin, () => (wholeStdin = true));
  });
}

function endingOf(code: number | null, signal: string | undefined): string {
  if (signal) {
    const name = signal.replace(/^SIG/, "");
    return `Process exited with status ${String(128 + (numbers[name] ?? 0))} from signal ${name}`;
  }
  return code === 0 ? "" : `Process exited with status ${String(code)}`;
}

const numbers: Record<string, number> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  ABRT: 6,
  FPE: 8,
  KILL: 9,
  SEGV: 11,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
};

/** Internals of ssh2, which asks for variables without listening to the answers. */
interface Internals {
  _protocol: {
    env(channel: number, name: string, value: string, wantReply: boolean): void;
    exec(channel: number, command: string, wantReply: boolean): void;
  };
  _chanMgr: { get(id: number): { _callbacks: ((refused: boolean | Error) => void)[] } };
}

/** Runs a command in a session of its own. @returns "" on success, or else the way in which it ended */
export function execute(client: Client, execution: Execution): Promise<string> {
  const { command, environment, optionalEnvironment, context } = execution;
  const optional = Object.entries(optionalEnvironment).filter(([, value]) => value !== "");
  const env = { ...environment, ...Object.fromEntries(optional) };
  const answers = listenToAnswers(client as unknown as Internals, (name) => {
    const required = name in environment;
    context.log(required ? "error" : "warning", refusalOf(name));
    return required
      ? new Error(`could not set environment variable "${name}": ssh: setenv failed`)
      : undefined;
  });
  return new Promise((resolve, reject) => {
    client.once("close", () => {
      reject(new Error("ssh: the connection was closed"));
    });
    answers.catch(reject);
    client.exec(command, { env }, (error, channel) => {
      if (error) reject(error);
      // This can't wait: the command's end may have come in one piece with this answer.
      else resolve(follow(channel, execution));
    });
  });
}

/**
 * Holds the command back until the server has answered for each variable. Rejects with the error that `refused`
 * returns.
 */
function listenToAnswers(
  { _protocol: protocol, _chanMgr: channels }: Internals,
  refused: (name: string) => Error | undefined,
): Promise<unknown> {
  const answers: Promise<void>[] = [];
  const env = protocol.env.bind(protocol);
  const exec = protocol.exec.bind(protocol);
  return new Promise((_resolve, reject) => {
    protocol.env = (id, name, value) => {
      answers.push(
        new Promise((resolve, refuse) => {
          // The client's only channel has the local number 0.
          channels.get(0)._callbacks.push((isRefused) => {
            const error = isRefused ? refused(name) : undefined;
            if (error) refuse(error);
            else resolve();
          });
        }),
      );
      env(id, name, value, true);
    };
    protocol.exec = (id, command) => {
      Promise.all(answers).then(() => {
        exec(id, command, true);
      }, reject);
    };
  });
}

function refusalOf(name: string): string {
  return (
    `Unable to set '${name}'. The SSH server takes only the variables that its AcceptEnv names; ` +
    "write 'VAR=value command' in the command instead"
  );
}
