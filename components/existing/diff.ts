/** Above this many lines a side, a diff costs too much. */
const most = 2000;

/** The lines of a unified diff with three lines around each change, without the two lines of names. */
export function unifiedDiff(before: string, after: string): string[] {
  const [old, young] = [linesOf(before), linesOf(after)];
  if (old.length > most || young.length > most) return [`-${old.length} lines`, `+${young.length} lines`];
  const edits = editsOf(old, young);
  const near = edits.map((_, at) =>
    edits.slice(Math.max(0, at - 3), at + 4).some(({ sign }) => sign !== " "),
  );
  return edits.flatMap(({ sign, text, line }, at) => {
    if (near[at] !== true) return [];
    return [...(near[at - 1] === true ? [] : [`@@ line ${String(line)} @@`]), `${sign}${text}`];
  });
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

interface Edit {
  readonly sign: "-" | "+" | " ";
  readonly text: string;
  /** Its number in the old text. */
  readonly line: number;
}

/** By the longest common subsequence. */
function editsOf(old: readonly string[], young: readonly string[]): Edit[] {
  const longest = Array.from({ length: old.length + 1 }, () => new Uint16Array(young.length + 1));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = young.length - 1; j >= 0; j--) {
      const row = longest[i];
      if (row) row[j] = old[i] === young[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const edits: Edit[] = [];
  for (let i = 0, j = 0; i < old.length || j < young.length;) {
    const [before, after] = [old[i], young[j]];
    if (before !== undefined && before === after) {
      edits.push({ sign: " ", text: before, line: ++i });
      j++;
    } else if (before !== undefined && (after === undefined || at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ sign: "-", text: before, line: ++i });
    } else if (after !== undefined) {
      edits.push({ sign: "+", text: after, line: i + 1 });
      j++;
    }
  }
  return edits;
}
