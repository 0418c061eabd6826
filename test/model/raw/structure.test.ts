import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { corosyncPlaces } from "../../../model/raw/corosync";
import { haproxyBackend } from "../../../model/raw/haproxy";
import { vrrpInstance } from "../../../model/raw/keepalived";
import { type RawPlace } from "../../../model/raw/place";
import { rawLines } from "../../../model/raw/schema";
import { readCorosync } from "../../../policy/formats/corosync";
import { readHaproxy } from "../../../policy/formats/haproxy";
import { readKeepalived } from "../../../policy/formats/keepalived";
import { rawText } from "../../../render/raw";

/** Pieces of lines that could change the structure around them. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b_c", "track_x {", "acl x path /y", "key: value", "sub {") },
  fc.constantFrom("}", "{", " ", "\n", "#", "!", '"', "'", "\\", "$X", "${X}", "@id", "~SEQ(a,2)", ":", "\t"),
  fc.constantFrom("include /etc/x", "vrrp_instance y {", "frontend f", "backend", ".if", "no ", "}}", "{ }"),
  fc.constantFrom("{{secret:x}}", "{{secret:}}", "{{secret:X Y}}", "\r", "\u0000", "ö", "{ path /x }"),
);
const texts = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));

/** Texts that a place takes, as quorate would write them. */
function accepted(place: RawPlace): fc.Arbitrary<string[]> {
  const schema = rawLines(place);
  return texts
    .map((text) => schema.safeParse(text).data ?? [])
    .filter((lines) => lines.length > 0)
    .map((lines) => rawText(lines).map((line) => line.replaceAll(/\{\{secret:\w+\}\}/g, "t0ken")));
}

/** A file of the daemon: raw lines in a section, and the same section without them; a section follows. */
function around(open: string, lines: readonly string[], close: string): string {
  return [open, "first 1", ...lines, "last 2", close, open.replace("one", "two"), "after 3", close, ""].join(
    "\n",
  );
}

describe("raw lines that quorate accepts", () => {
  it("leave keepalived.conf's structure around them as it is", () => {
    fc.assert(
      fc.property(accepted(vrrpInstance), (lines) => {
        const read = readKeepalived(around("vrrp_instance one {", lines, "}"));
        const [one, two, more] = read;
        assert.deepEqual([one?.args, two?.args, more], [["one"], ["two"], undefined]);
        assert.deepEqual([one?.block?.[0]?.keyword, one?.block?.at(-1)?.keyword], ["first", "last"]);
        assert.deepEqual(
          two?.block?.map(({ keyword }) => keyword),
          ["after"],
        );
      }),
      { numRuns: 300 },
    );
  });

  it("leave haproxy.cfg's structure around them as it is", () => {
    fc.assert(
      fc.property(accepted(haproxyBackend), (lines) => {
        const [one, two, more] = readHaproxy(around("backend one", lines, ""));
        assert.deepEqual([one?.name, two?.name, more], ["one", "two", undefined]);
        assert.deepEqual(one?.lines.length, lines.length + 2);
        assert.deepEqual(
          two?.lines.map(({ keyword }) => keyword),
          ["after"],
        );
      }),
      { numRuns: 300 },
    );
  });

  it("leave corosync.conf's structure around them as it is", () => {
    fc.assert(
      fc.property(accepted(corosyncPlaces.totem), (lines) => {
        const text = around("one {", lines, "}").replace(/^(first|last|after) /gm, "$1: ");
        const { sections, values } = readCorosync(text);
        assert.deepEqual([sections.map(({ name }) => name), values.size], [["one", "two"], 0]);
        assert.deepEqual([sections[0]?.values.get("first"), sections[0]?.values.get("last")], ["1", "2"]);
        assert.deepEqual([...(sections[1]?.values ?? [])], [["after", "3"]]);
      }),
      { numRuns: 300 },
    );
  });

  it("are read by haproxy and keepalived as lines of their section", () => {
    // haproxy stops after 50 errors.
    const samples = (place: RawPlace): string[][] => fc.sample(accepted(place), { numRuns: 20 });
    const blocks = samples(vrrpInstance).map((lines, index) =>
      [
        `vrrp_instance s${String(index)} {`,
        "interface lo",
        `virtual_router_id ${String(index + 1)}`,
        ...lines,
        "priority 999",
        "}",
      ].join("\n"),
    );
    const keepalived = `d=$(mktemp -d); cat >$d/k; cd $d; keepalived -t -f $d/k 2>&1; rm -r $d`;
    const said = spawnSync("unshare", ["--mount", "--net", "sh", "-c", keepalived], {
      input: `${blocks.join("\n")}\n`,
      encoding: "utf8",
    }).stdout;
    const unread = blocks.flatMap((block, index) =>
      new RegExp(`\\(s${String(index)}\\) .*riority`, "i").test(said) ? [] : [block],
    );
    assert.deepEqual(unread, [], said);

    const sections = samples(haproxyBackend).map((lines, index) =>
      [`backend b${String(index)}`, ...lines, `sentinel${String(index)}`].join("\n"),
    );
    const command = "d=$(mktemp -d); cat >$d/h; haproxy -c -f $d/h 2>&1; rm -r $d";
    const haproxy = spawnSync("sh", ["-c", command], {
      input: `${sections.join("\n")}\n`,
      encoding: "utf8",
    }).stdout;
    const outside = sections.filter(
      (_, index) => !haproxy.includes(`unknown keyword 'sentinel${String(index)}' in 'backend' section`),
    );
    assert.deepEqual(outside, [], haproxy);
  });
});
