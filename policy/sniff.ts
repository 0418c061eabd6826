export type Daemon = "keepalived" | "haproxy" | "corosync";

const names: readonly (readonly [Daemon, RegExp])[] = [
  ["keepalived", /(^|\/)keepalived(\/.*)?\.conf$|\/keepalived\/.*\.conf$/],
  ["haproxy", /(^|\/)haproxy.*\.cfg$/],
  ["corosync", /(^|\/)corosync\.conf(\.new)?$/],
];

/** Each pattern starts at the beginning of a line, or of a quoted text. */
const contents: readonly (readonly [Daemon, RegExp])[] = [
  [
    "keepalived",
    /(?<=^[ \t]*|["'`])(vrrp_(instance|script|sync_group|track_process)\s+\S+|global_defs)\s*\{/m,
  ],
  ["haproxy", /(?<=^|["'`])(frontend|backend|listen)\s+\S+[^\n]*\n(\s*(#[^\n]*)?\n)*[ \t]+\w/m],
  ["corosync", /(?<=^[ \t]*|["'`])(totem|nodelist|quorum)\s*\{/m],
];

/** The daemon whose configuration a file is, by its name or else by its text. */
export function daemonOf(path: string, text: string): Daemon | undefined {
  const found =
    names.find(([, name]) => name.test(path)) ?? contents.find(([, content]) => content.test(text));
  return found?.[0];
}

/** The parts of a text that are some daemon's configuration. */
export function excerpts(text: string): { readonly daemon: Daemon; readonly text: string }[] {
  return contents.flatMap(([daemon, content]) => {
    if (!content.test(text)) return [];
    const excerpt = daemon === "haproxy" ? sections(text) : blocks(text, content);
    return [{ daemon, text: excerpt }];
  });
}

/** The text from the first section of haproxy.cfg to the end. */
function sections(text: string): string {
  const from = text.search(/^(global|defaults|frontend|backend|listen)\b/m);
  return text.slice(Math.max(0, from));
}

/** The blocks whose beginning matches `content`, each up to its closing brace. */
function blocks(text: string, content: RegExp): string {
  const found: string[] = [];
  for (const { index } of text.matchAll(new RegExp(content.source, "gm"))) {
    const block = text.slice(index, endOfBlock(text, index));
    if (!found.some((outer) => outer.includes(block))) found.push(block);
  }
  return found.join("\n");
}

function endOfBlock(text: string, from: number): number {
  let depth = 0;
  for (let at = text.indexOf("{", from); at !== -1 && at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}
