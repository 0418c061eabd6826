/** A vrrp_instance in a file of yours. */
export interface YourInstance {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly interface: string;
  readonly virtualRouterId: string;
  /** Without prefix lengths. */
  readonly addresses: readonly string[];
}

interface Word {
  readonly text: string;
  readonly line: number;
}

/** The words of a keepalived.conf with their lines; keepalived ends a comment with the line. */
function wordsOf(text: string): Word[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.replace(/[#!].*/, "").matchAll(/[{}]|[^\s{}]+/g)].map(([word]) => ({
      text: word,
      line: index + 1,
    })),
  );
}

/** The index of the word behind the block that opens at `open`. */
function behind(words: readonly Word[], open: number): number {
  let depth = 0;
  for (let at = open; at < words.length; at++) {
    if (words[at]?.text === "{") depth++;
    if (words[at]?.text === "}" && --depth === 0) return at + 1;
  }
  return words.length;
}

/** The instances in the text of a file that keepalived loads. */
export function instancesIn(file: string, text: string): YourInstance[] {
  const words = wordsOf(text);
  return words.flatMap(({ text: keyword, line }, at) => {
    if (keyword !== "vrrp_instance" || words[at + 2]?.text !== "{") return [];
    const body = words.slice(at + 3, behind(words, at + 2) - 1);
    const value = (key: string): string => body[body.findIndex(({ text }) => text === key) + 1]?.text ?? "";
    const has = (key: string): boolean => body.some(({ text }) => text === key);
    return [
      {
        ...{ file, line, name: words[at + 1]?.text ?? "" },
        interface: has("interface") ? value("interface") : "",
        virtualRouterId: has("virtual_router_id") ? value("virtual_router_id") : "",
        addresses: ["virtual_ipaddress", "virtual_ipaddress_excluded"].flatMap((key) =>
          addressesIn(body, key),
        ),
      },
    ];
  });
}

/** A line of the block is an address, with words for `ip address` behind it. */
function addressesIn(body: readonly Word[], key: string): string[] {
  const open = body.findIndex(({ text }) => text === key) + 1;
  if (open === 0 || body[open]?.text !== "{") return [];
  const inside = body.slice(open + 1, behind(body, open) - 1);
  return inside
    .filter(({ line }, at) => at === 0 || inside[at - 1]?.line !== line)
    .map(({ text }) => text.replace(/\/.*/, ""));
}
