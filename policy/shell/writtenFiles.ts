import { type Command, type CompoundList, parse, type Redirection } from "unbash";
import { bodiesOf, movesStdout, type Node } from "./nodes";
import { echo, expand, printf, unwrapped, withoutOptions } from "./words";

/** A file that a script writes. */
export interface WrittenFile {
  /** The machine after `ssh`; undefined for the script's own machine. */
  readonly host: string | undefined;
  /** The path as written; absolute if the script changed the directory with cd. */
  readonly path: string;
  readonly text: string;
}

/** Maximum depth of nested scripts. */
const deepest = 4;

/**
 * The files that a shell script writes with known texts: here-documents, echo, printf, base64, and standard input. It
 * follows cat, tee, install, cp, dd, pipes and `sh -c`, also behind sudo and ssh. It takes every branch, so it misses
 * no file that the script might write.
 */
export function writtenFiles(
  script: string,
  stdin?: string,
  variables: ReadonlyMap<string, string> = new Map(),
): WrittenFile[] {
  const shell = new Shell(undefined, new Map(variables), new Map(), deepest);
  shell.run(script, stdin);
  return [...shell.files.values()];
}

/** The known texts that a script prints on standard output. */
export function printed(
  script: string,
  stdin?: string,
  variables: ReadonlyMap<string, string> = new Map(),
): string {
  return new Shell(undefined, new Map(variables), new Map(), deepest).run(script, stdin) ?? "";
}

/**
 * Simulates a script that only moves texts. `input` is standard input, and results are standard output. Undefined: not
 * known.
 */
class Shell {
  #directory = "";

  constructor(
    private readonly host: string | undefined,
    private readonly variables: Map<string, string>,
    readonly files: Map<string, WrittenFile>,
    private readonly depth: number,
  ) {}

  run(script: string, input: string | undefined): string | undefined {
    return joined(parse(script).commands.map(({ command }) => this.#node(command, input)));
  }

  #list({ commands }: CompoundList, input: string | undefined): string | undefined {
    return joined(commands.map(({ command }) => this.#node(command, input)));
  }

  #node(node: Node, input: string | undefined): string | undefined {
    switch (node.type) {
      case "CompoundList":
        return this.#list(node, input);
      case "Pipeline":
        return node.commands.reduce<string | undefined>((text, command) => this.#node(command, text), input);
      case "Command":
        return this.#command(node, input);
      case "Redirected":
        return this.#redirected(node.redirects, input, (text) => this.#node(node.command, text));
      default:
        return joined(bodiesOf(node).map((body) => this.#node(body, input)));
    }
  }

  #command(command: Command, input: string | undefined): string | undefined {
    for (const part of command.prefix) {
      if (part.type === "Assignment" && part.value.type === "Word") {
        this.variables.set(part.name, expand(part.value, this.variables));
      }
    }
    if (command.name === undefined) return undefined;
    const args = command.args.map((arg) => (arg.type === "Word" ? expand(arg, this.variables) : arg.text));
    const words = unwrapped([expand(command.name, this.variables), ...args]);
    return this.#redirected(command.redirects, input, (text) => this.#program(words, text));
  }

  #redirected(
    redirects: readonly Redirection[],
    input: string | undefined,
    run: (input: string | undefined) => string | undefined,
  ): string | undefined {
    let text = input;
    for (const redirect of redirects) {
      if (redirect.type === "HereDoc") text = this.#heredoc(redirect);
      else if (redirect.type === "HereString") text = `${this.#target(redirect.target)}\n`;
      else if (redirect.operator === "<") text = this.#read(this.#target(redirect.target));
    }
    const output = run(text);
    const outputs = redirects.filter(movesStdout);
    for (const { operator, target } of outputs) {
      // >&2 and the like don't name files.
      if (operator !== ">&") this.#write(this.#target(target), output, operator.endsWith(">>"));
    }
    return outputs.length > 0 ? undefined : output;
  }

  #heredoc({ operator, body, delimiter }: Redirection & { type: "HereDoc" }): string {
    const plain = delimiter?.quoted === true || body.parts !== undefined;
    const text = plain ? expand(body, this.variables) : unescapedHeredoc(body.text);
    return operator === "<<-" ? text.replace(/^\t+/gm, "") : text;
  }

  #target(word: (Redirection & { type: "Redirect" })["target"]): string {
    return word === undefined ? "" : expand(word, this.variables);
  }

  /** The known text that a program prints. Records the files that it writes. */
  #program([program = "", ...args]: readonly string[], input: string | undefined): string | undefined {
    const name = program.slice(program.lastIndexOf("/") + 1);
    const operands = args.filter((arg) => !arg.startsWith("-") || arg === "-");
    switch (name) {
      case "echo":
        return echo(args);
      case "printf":
        return printf(operands[0] ?? "", operands.slice(1));
      case "cat":
        return operands.every((path) => path === "-") ? input : this.#read(operands[0] ?? "");
      case "sed":
      case "envsubst":
      case "tr":
      case "expand":
        return input;
      case "base64":
        return args.some((arg) => /^(-d|-D|--decode)$/.test(arg)) ? decoded(input) : undefined;
      case "cd":
        this.#directory = operands[0] ?? "";
        return "";
      case "tee":
        for (const path of operands) this.#write(path, input, args.includes("-a"));
        return input;
      case "dd":
        this.#write(args.find((arg) => arg.startsWith("of="))?.slice(3) ?? "", input, false);
        return undefined;
      case "cp":
      case "mv":
      case "install":
        this.#copy(operands.slice(-2), input);
        if (name === "mv") this.files.delete(this.#key(operands.at(-2) ?? ""));
        return undefined;
      default:
        return this.#nested(name, args, input);
    }
  }

  /** Runs `sh -c SCRIPT`, `ssh HOST SCRIPT`, or a script on standard input. */
  #nested(name: string, args: readonly string[], input: string | undefined): string | undefined {
    if (this.depth === 0) return undefined;
    if (name === "ssh") {
      const [host = "", ...script] = withoutOptions(args, "bcDEeFIiJLlmOopQRSWw");
      const shell = new Shell(host.replace(/^.*@/, ""), new Map(), this.files, this.depth - 1);
      return script.length > 0 ? shell.run(script.join(" "), input) : shell.run(input ?? "", undefined);
    }
    if (!/^(ba|da|z|k)?sh$|^su$|^eval$/.test(name)) return undefined;
    const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
    const script = name === "eval" ? args.join(" ") : args[at + 1];
    const shell = new Shell(this.host, new Map(this.variables), this.files, this.depth - 1);
    if (name === "eval" || at !== -1) return shell.run(script ?? "", input);
    return args.every((arg) => arg.startsWith("-")) ? shell.run(input ?? "", undefined) : undefined;
  }

  #copy([from = "", to = ""]: readonly string[], input: string | undefined): void {
    const file = from.endsWith("/") ? undefined : from.slice(from.lastIndexOf("/") + 1);
    this.#write(
      to.endsWith("/") && file ? to + file : to,
      from === "/dev/stdin" ? input : this.#read(from),
      false,
    );
  }

  #read(path: string): string | undefined {
    return this.files.get(this.#key(path))?.text;
  }

  #write(path: string, text: string | undefined, append: boolean): void {
    if (text === undefined || path === "" || path.startsWith("/dev/")) return;
    const before = append ? (this.#read(path) ?? "") : "";
    this.files.set(this.#key(path), { host: this.host, path: this.#absolute(path), text: before + text });
  }

  #key(path: string): string {
    return JSON.stringify([this.host, this.#absolute(path)]);
  }

  #absolute(path: string): string {
    return /^[/$~]/.test(path) || this.#directory === ""
      ? path
      : `${this.#directory.replace(/\/$/, "")}/${path}`;
  }
}

function joined(outputs: readonly (string | undefined)[]): string | undefined {
  const known = outputs.filter((output) => output !== undefined);
  return known.length > 0 ? known.join("") : undefined;
}

/**
 * POSIX 2.7.4: the shell removes a backslash before $, `, \ and a newline, also in a here-document without variables.
 */
function unescapedHeredoc(text: string): string {
  return text.replace(/\\([$`\\\n])/g, (_, escaped: string) => (escaped === "\n" ? "" : escaped));
}

function decoded(input: string | undefined): string | undefined {
  return input === undefined ? undefined : Buffer.from(input, "base64").toString("utf8");
}
