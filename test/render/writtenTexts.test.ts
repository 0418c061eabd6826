import assert from "node:assert/strict";
import fc from "fast-check";
import { secretNames } from "../../agent/manifest";
import { ConfigurationError, type ConfigurationInput, type Model, parseConfiguration } from "../../model";
import { encryptedAt, places } from "../support/model/configurations";
import { interfacesOf, linksOf, unitsOf } from "../support/render/stacks";
import { onNode } from "../support/render/tree";
import { filledFiles, withTexts, written } from "../support/render/writtenTexts";

/** The model of a configuration, or undefined if it has a mistake. */
function accepted(input: ConfigurationInput): Model | undefined {
  try {
    return parseConfiguration(input);
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** A configuration in which every text is harmless, except the one at `index`. */
const oneText = (index: number, text: string): ConfigurationInput =>
  withTexts(written.map(({ form }, at) => form(at === index ? text : "x")));

/** Each character of ASCII, some others, and words with a meaning for a reader. */
const tokens = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...["\u0085", "\u00a0", "ü", "€", "\u2028", "😀"],
  ...[
    "'a b'",
    '"a b"',
    '\\"',
    "\\'",
    "\\\\",
    "${HOME}",
    "$(id)",
    "%[env(HOME)]",
    "END_OF_MANIFEST",
    "\nend\n",
  ],
  ...[
    "{{secret:auth_pass}}",
    "{{secret:stats_password}}",
    "{{secret:}}",
    "{{{secret:x}}",
    "{{secret:{{secret:}}}}",
  ],
];

describe("a text that you write", () => {
  /** The tokens that each place takes. */
  const taken = written.map((_, index) =>
    tokens.filter((token) => accepted(oneText(index, token)) !== undefined),
  );

  it("has no control character, except in a script of several lines", () => {
    for (const [index, { place }] of written.entries()) {
      const control = taken[index]?.filter((token) => /^[\0-\x1f\x7f]$/.test(token)) ?? [];
      assert.deepEqual(
        control,
        place.includes("notify") ? ["\t", "\n"] : place.includes("exec") ? ["\t"] : [],
        place,
      );
      assert.ok((taken[index]?.length ?? 0) > 60, place);
    }
  });

  it("reaches its daemon as it is, or is refused: no daemon's check finds a mistake", () => {
    const texts = fc.tuple(
      ...written.map(({ form }, index) =>
        fc
          .array(fc.constantFrom(...(taken[index] ?? [])), { maxLength: 25 })
          .map((parts) => form(parts.join(""))),
      ),
    );
    const all = written.map(({ form }, index) => form((taken[index] ?? []).join("")));
    fc.assert(
      fc.property(texts, (given) => {
        const model = accepted(withTexts(given));
        fc.pre(model !== undefined);
        const [node] = model.cluster.nodes;
        assert.ok(node);
        const units = unitsOf(model, node);
        const files = filledFiles(units);
        const read = written.map(({ place, readBack }) => [place, readBack(files)]);
        assert.deepEqual(
          read,
          written.map(({ place }, index) => [place, given[index]]),
        );
        // Only a running quorum answers the qdevice's own validation.
        const checks = units.flatMap(({ name, validations }) => (name === "qdevice" ? [] : validations));
        const { code, output } = onNode(
          units,
          [...new Set(checks)].join("\n"),
          interfacesOf(model, node),
          linksOf(model, node),
        );
        assert.equal(code, 0, output);
      }),
      { numRuns: 12, examples: [[all]] as never },
    );
  });

  it("is never a hole, at any place of the schema, and a file with a hole is root's alone", () => {
    const holes = (input: ConfigurationInput): string[] | undefined => {
      const model = accepted(input);
      return model?.cluster.nodes.flatMap((node) => unitsOf(model, node).flatMap(secretNames));
    };
    const word = "{{secret:statistics}}";
    const hostile = [
      word,
      `/${word}`,
      `/bin/true ${word}`,
      `${word}:22`,
      `#!/bin/sh\necho ${word}`,
      [word],
      { secret: word },
    ];
    let tried = 0;
    for (const place of places()) {
      for (const text of hostile) {
        const names = holes(encryptedAt(place, text).input);
        if (names === undefined) continue;
        tried++;
        assert.ok(!names.includes("statistics"), place.join("."));
      }
    }
    assert.ok(tried > 5, String(tried));
    const model = accepted(oneText(0, "x"));
    for (const node of model?.cluster.nodes ?? [])
      for (const { files } of unitsOf(model as Model, node))
        for (const { path, mode, content } of files)
          if (content.includes("{{secret:")) assert.match(mode, /00$/, path);
  });
});
