import { exec } from "./exec";
import { namespace } from "./place";
import { command } from "./command";

/** The IPv4 addresses of eth0, without prefix length; none while the node is off. */
export async function addresses(node: string): Promise<string[]> {
  const { stdout } = await command([
    "ip",
    "-n",
    namespace(node),
    "-o",
    "-4",
    "address",
    "show",
    "dev",
    "eth0",
  ]);
  return [...stdout.matchAll(/ inet ([0-9.]+)/g)].map(([, address = ""]) => address);
}

/** A file, directory or link of a node. */
export interface Entry {
  /** find's letter: f file, d directory, l link, … */
  type: string;
  /** Octal, for example 644. */
  mode: string;
  /** user:group */
  owner: string;
  /** The digest of a file's content, in hexadecimal. */
  sha256?: string;
  /** The target of a link. */
  link?: string;
}

/** A line of `openssl dgst -r`: a backslash before it tells that it writes a line's end in a name as \n. */
function digestOf(line: string): [path: string, sha256: string] {
  const plain = line.replace(/^\\/, "");
  const path = plain.slice(66);
  return [plain === line ? path : path.replaceAll("\\n", "\n"), plain.slice(0, 64)];
}

/** All entries at and below some paths of a node, by path, in order of name. */
export async function tree(node: string, paths: readonly string[]): Promise<Map<string, Entry>> {
  const run = async (line: string, end: string): Promise<string[]> => {
    const { stdout, stderr, exitCode } = await exec(node, ["sh", "-c", line, "sh", ...paths]);
    if (exitCode !== 0) throw new Error(`${node}: ${stderr}`);
    return stdout.split(end).filter(Boolean);
  };
  const [found, sums] = await Promise.all([
    run(`find "$@" -xdev -printf '%y %m %u:%g %l\\t%p\\0'`, "\0"),
    // A quarter of the processor's time that sha256sum takes.
    run(`find "$@" -xdev -type f -print0 | xargs -0 -r openssl dgst -sha256 -r`, "\n"),
  ]);
  const digests = new Map(sums.map(digestOf));
  const entries = found.map((line): [string, Entry] => {
    const tab = line.indexOf("\t");
    const [type = "", mode = "", owner = "", ...link] = line.slice(0, tab).split(" ");
    const path = line.slice(tab + 1);
    const sha256 = digests.get(path);
    return [
      path,
      { type, mode, owner, ...(sha256 && { sha256 }), ...(type === "l" && { link: link.join(" ") }) },
    ];
  });
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
