import { closest, distance } from "fastest-levenshtein";

/** The known name closest to `name` (virtualRouterId for `virtual_router_id`), or undefined. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = (text: string): string => text.replace(/[-_]/g, "").toLowerCase();
  const found = closest(plain(name), known.map(plain));
  const near = distance(plain(name), found) <= Math.max(2, Math.floor(name.length / 4));
  return near ? known.find((candidate) => plain(candidate) === found) : undefined;
}
