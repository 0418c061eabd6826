/** A section of corosync.conf, with its keys and sub-sections. */
export interface CorosyncSection {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  readonly values: ReadonlyMap<string, string>;
  readonly sections: readonly CorosyncSection[];
}

/**
 * Reads corosync.conf(5): `key: value` lines in sections in braces, and comments from # at a line's beginning. The
 * result is the file itself, as a section without a name. The reader reports no errors, because corosync does.
 */
export function readCorosync(text: string): CorosyncSection {
  const root = empty("", 1);
  const stack = [root];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    const opened = /^([\w.-]+)\s*\{$/.exec(line)?.[1];
    const [, key, value] = /^([\w.]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (opened !== undefined) {
      const section = empty(opened, index + 1);
      stack.at(-1)?.sections.push(section);
      stack.push(section);
    } else if (line === "}") {
      if (stack.length > 1) stack.pop();
    } else if (key !== undefined && value !== undefined) {
      stack.at(-1)?.values.set(key, value.trim());
    }
  }
  return root;
}

interface Open extends CorosyncSection {
  readonly values: Map<string, string>;
  readonly sections: Open[];
}

function empty(name: string, line: number): Open {
  return { name, line, values: new Map(), sections: [] };
}

/** The first sub-section of that name. */
export function sectionOf(parent: CorosyncSection | undefined, name: string): CorosyncSection | undefined {
  return parent?.sections.find((section) => section.name === name);
}

/** Every sub-section of that name. */
export function sectionsOf(parent: CorosyncSection | undefined, name: string): CorosyncSection[] {
  return parent?.sections.filter((section) => section.name === name) ?? [];
}
