import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { clone } from "../../lab";

const page = readFileSync(`${clone}/ARCHITECTURE.md`, "utf8");

/** The rows of the table below a heading, as lists of cells. */
function rowsBelow(heading: string): string[][] {
  const [, text = ""] = new RegExp(`^## ${heading}$([^]*?)(?=^## |$(?![^]))`, "m").exec(page) ?? [];
  const lines = text.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("ARCHITECTURE.md", () => {
  it("names files and folders that exist", () => {
    const named = [...page.matchAll(/`([\w.-]+(?:\/[\w.-]+)*)`/g)].map(([, path = ""]) => path);
    const paths = named.filter((path) => path.includes("/") || path.includes("."));
    assert.ok(paths.length > 40);
    assert.deepEqual(
      paths.filter((path) => !existsSync(`${clone}/${path}`)),
      [],
    );
  });

  it("lists each time limit of a node's program with its seconds", () => {
    const limits = readFileSync(`${clone}/agent/program/shell/timeouts.sh`, "utf8");
    const expected = [...limits.matchAll(/^(\w+)=(\d+)$/gm)].map(([, name = "", limit = ""]) => [
      name,
      name.endsWith("_ms") ? String(Number(limit) / 1000) : limit,
    ]);
    const told = rowsBelow("Time limits").map(([name = "", seconds = ""]) => [
      name.replaceAll("`", ""),
      seconds,
    ]);
    assert.deepEqual(told, expected);
  });

  it("says where to change twenty things and more", () => {
    assert.ok(rowsBelow("Where do I change …").length >= 20);
  });

  it("gives each word one meaning", () => {
    const words = rowsBelow("Glossary").map(([word]) => word);
    assert.deepEqual(words, [...new Set(words)].sort());
  });
});
