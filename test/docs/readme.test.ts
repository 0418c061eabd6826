import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { clone } from "../../lab";
import { parseConfiguration } from "../../model";

const read = (path: string): string => readFileSync(`${clone}/${path}`, "utf8");
const pages = readdirSync(`${clone}/docs`)
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);

describe("README.md", () => {
  const readme = read("README.md");

  it("shows a configuration that is one", () => {
    const [, text = ""] = /```yaml\n([^]*?)```/.exec(readme) ?? [];
    const { config } = parse(text) as { config: Record<string, unknown> };
    const { vrrpGroups } = parseConfiguration({
      cluster: config["quorate:cluster"],
      vrrp: config["quorate:vrrp"],
    });
    assert.deepEqual(
      vrrpGroups.map(({ name }) => name),
      ["ui"],
    );
  });

  it("links every page", () => {
    assert.ok(pages.length >= 7);
    assert.deepEqual(
      pages.filter((page) => !readme.includes(`](${page})`)),
      [],
    );
  });
});

/** The id that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");

describe("the links of a page", () => {
  for (const page of [...pages, "README.md", "ARCHITECTURE.md", "CHANGELOG.md", "agent/README.md"]) {
    it(`lead somewhere: ${page}`, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
      for (const [link, path = "", heading] of links) {
        const target = path === "" ? page : join(dirname(page), path);
        assert.ok(existsSync(`${clone}/${target}`), link);
        if (heading === undefined) continue;
        const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => anchor(title));
        assert.ok(headings.includes(heading), link);
      }
    });
  }
});
