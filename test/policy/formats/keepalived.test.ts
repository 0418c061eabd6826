import assert from "node:assert/strict";
import fc from "fast-check";
import { allOf, lastOf, readKeepalived, type Statement } from "../../../policy/formats/keepalived";
import { samples } from "../../support/policy/samples";

const own = samples(
  ["/etc/keepalived/keepalived.conf.sample", "/usr/share/doc/keepalived/samples"],
  /keepalived\.conf\.[\w.]+$/,
);

/** A statement without its line number. */
type Plain = readonly [words: readonly string[], block?: readonly Plain[]];

function plain({ keyword, args, block }: Statement): Plain {
  return block ? [[keyword, ...args], block.map(plain)] : [[keyword, ...args]];
}

/** The text of statements, in one of the usual styles. */
function print(
  statements: readonly Plain[],
  style: { newline: boolean; comment: boolean },
  indent = "",
): string {
  return statements
    .map(([words, block]) => {
      const written = words.map((word) => (/^[\w./:-]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
      const head = `${indent}${written}${style.comment ? " # why {" : ""}`;
      if (block === undefined) return `${head}\n`;
      const brace = style.newline || style.comment ? `\n${indent}{` : " {";
      return `${head}${brace}\n${print(block, style, `${indent}  `)}${indent}}\n`;
    })
    .join("");
}

const word = fc.oneof(
  fc.stringMatching(/^[a-z_][\w./:-]{0,9}$/),
  fc.stringMatching(/^[ -!#-[\]-~]{0,9}$/).filter((text) => !text.startsWith("@")),
);
const words = fc
  .tuple(fc.stringMatching(/^[a-z_]\w{0,9}$/), fc.array(word, { maxLength: 3 }))
  .map((all) => all.flat());
const { statements } = fc.letrec<{ statement: Plain; statements: Plain[] }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 3 },
    words.map((all): Plain => [all]),
    fc.tuple(words, tie("statements")),
  ),
  statements: fc.array(tie("statement"), { maxLength: 4 }),
}));

describe("the reader of keepalived.conf", () => {
  it("has samples of keepalived's own", () => {
    assert.ok(own.length > 0);
  });

  for (const { path, text } of own) {
    it(`reads ${path}`, () => {
      const top = readKeepalived(`${text}\nthe_end here\n`);
      // All braces matched.
      assert.deepEqual(top.at(-1)?.keyword, "the_end");
      for (const keyword of [
        "vrrp_instance",
        "vrrp_script",
        "vrrp_sync_group",
        "virtual_server",
        "global_defs",
      ]) {
        const written = text.match(new RegExp(`^\\s*${keyword}\\b`, "gm")) ?? [];
        assert.equal(allOf(top, keyword).filter(({ block }) => block).length, written.length, keyword);
      }
      for (const instance of allOf(top, "vrrp_instance")) {
        assert.match(lastOf(instance.block, "virtual_router_id")?.args[0] ?? "", /^\d+$/);
        const [first] = lastOf(instance.block, "virtual_ipaddress")?.block ?? [];
        assert.match(first?.keyword ?? "", /^[\da-f.:]+(\/\d+)?$/);
      }
    });
  }

  it("gives back what was written, for any statements", () => {
    const style = fc.record({ newline: fc.boolean(), comment: fc.boolean() });
    fc.assert(
      fc.property(statements, style, (all, how) => {
        assert.deepEqual(readKeepalived(print(all, how)).map(plain), all);
      }),
    );
  });

  it("knows the lines", () => {
    const [first, second] = readKeepalived(
      "\nglobal_defs {\n  # nothing\n  script_user root\n}\n\nvrrp_instance a {\n}\n",
    );
    assert.deepEqual([first?.line, first?.block?.[0]?.line, second?.line], [2, 4, 7]);
  });

  it("keeps holes for values whole", () => {
    const [block] = readKeepalived(
      "authentication {\n  auth_pass {{secret:auth_pass}}\n  other ${NAME}\n}\n",
    );
    assert.deepEqual(
      block?.block?.map(({ args }) => args[0]),
      ["{{secret:auth_pass}}", "${NAME}"],
    );
  });

  it("reads what isn't keepalived.conf at all without an error", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(readKeepalived(text))));
    for (const text of ["}", "{", "a {", "{}}{", '"', "a {\n}\n}\nb"]) readKeepalived(text);
  });
});
