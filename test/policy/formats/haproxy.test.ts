import assert from "node:assert/strict";
import fc from "fast-check";
import { readHaproxy, type Section } from "../../../policy/formats/haproxy";
import { samples } from "../../support/policy/samples";

const own = samples(["/etc/haproxy/haproxy.cfg", "/usr/share/doc/haproxy/examples"], /\.cfg$/);

/** A word in one of haproxy's ways of quoting; configuration manual 2.3. */
function quoted(word: string, way: "bare" | "strong" | "weak" | "backslash"): string {
  if (/^[\w.:/-]+$/.test(word) && way === "bare") return word;
  if (way === "strong" && !word.includes("'")) return `'${word}'`;
  if (way === "backslash" && word !== "") return word.replace(/[^\w.:/-]/g, "\\$&");
  return `"${word.replace(/["\\$]/g, "\\$&")}"`;
}

const keyword = fc
  .stringMatching(/^[a-z][a-z-]{1,9}$/)
  .filter((text) => !["global", "defaults", "listen"].includes(text));
const word = fc.stringMatching(/^[ -~]{0,9}$/);
const way = fc.constantFrom("bare" as const, "strong" as const, "weak" as const, "backslash" as const);
const line = fc.tuple(fc.constant("option"), fc.array(word, { maxLength: 4 }));
const section = fc.tuple(
  fc.constantFrom("frontend", "backend", "listen"),
  keyword,
  fc.array(line, { maxLength: 4 }),
);

describe("the reader of haproxy.cfg", () => {
  it("has samples of haproxy's own", () => {
    assert.ok(own.length > 0);
  });

  for (const { path, text } of own) {
    it(`reads ${path}`, () => {
      const sections = readHaproxy(text);
      const written =
        text.match(/^(global|defaults|frontend|backend|listen|peers|userlist|resolvers|cache)\b.*/gm) ?? [];
      assert.deepEqual(
        sections.map(({ kind, name }) => `${kind} ${name}`.trim()),
        written.map((head) =>
          head
            .replace(/\s+#.*/, "")
            .trim()
            .split(/\s+/)
            .slice(0, 2)
            .join(" "),
        ),
      );
      const servers = text.match(/^\s+server\s+\S+\s+\S+/gm) ?? [];
      const read = sections.flatMap(({ lines }) => lines.filter((each) => each.keyword === "server"));
      assert.deepEqual(
        read.map(({ args }) => args.slice(0, 2).join(" ")),
        servers.map((server) => server.trim().split(/\s+/).slice(1).join(" ")),
      );
    });
  }

  it("gives back what was written, however it's quoted", () => {
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), way, (sections, how) => {
        const text = sections
          .map(([kind, name, lines]) => {
            const body = lines.map(
              ([first, rest]) => `  ${[first, ...rest.map((each) => quoted(each, how))].join(" ")} # x\n`,
            );
            return `${kind} ${name}\n${body.join("")}\n`;
          })
          .join("");
        const plain = ({ kind, name, lines }: Section) => [
          kind,
          name,
          lines.map((each) => [each.keyword, each.args]),
        ];
        assert.deepEqual(readHaproxy(text).map(plain), sections);
      }),
    );
  });

  it("knows lines and what follows a name, and leaves out conditions", () => {
    const [, web] = readHaproxy(
      "defaults one\n  mode tcp\n.if defined(X)\nfrontend web from one\n.endif\n  bind :80\n",
    );
    assert.deepEqual(web, {
      kind: "frontend",
      name: "web",
      args: ["from", "one"],
      line: 4,
      lines: [{ keyword: "bind", args: [":80"], line: 6 }],
    });
  });

  it("reads what isn't haproxy.cfg at all without an error", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(readHaproxy(text))));
  });
});
