import { format } from "prettier";
import { stringify } from "yaml";
import type { Finding } from "../model";
import { codeOf } from "../model/named";
import type { Example, Judgement } from "./judgement";
import { Program } from "./program";
import type { Registered } from "./registered";

/** Marks a secret value in an example. */
const secretValue = "pulumi.secret(...)";

/** The files of docs/policies by name: a page for each policy, and README.md. */
export async function pages(judgements: readonly Judgement[]): Promise<Map<string, string>> {
  const all = new Map([["README.md", contents(judgements)]]);
  for (const judgement of judgements) all.set(`${judgement.rule.name}.md`, await page(judgement));
  const printWidth = 110;
  for (const [name, text] of all) all.set(name, await format(text, { parser: "markdown", printWidth }));
  return all;
}

async function page(judgement: Judgement): Promise<string> {
  const { rule, level, wrong, right } = judgement;
  const findings = await findingsIn(judgement, wrong);
  return [
    `# ${rule.name}`,
    `${rule.title}.`,
    [
      `- Code: \`${codeOf(rule)}\``,
      `- Default level: ${level}${judgement.remediate ? "; `remediate` corrects it" : ""}`,
      `- Looks at: ${placesOf(judgement).join(", ")}`,
    ].join("\n"),
    rule.why,
    "## Refused",
    ...shown(wrong),
    ...findings.map(({ path, message }) => `> \`${path}\`: ${message.replace(/[<*|]/g, "\\$&")}`),
    "## Accepted",
    ...shown(right),
    ...configuration(judgement),
  ].join("\n\n");
}

function contents(judgements: readonly Judgement[]): string {
  const rows = judgements.map(
    ({ rule, level }) => `| [${rule.name}](${rule.name}.md) | ${rule.title} | ${level} |`,
  );
  return [
    "# Policies",
    "Written by `node --import tsx policy/writePages.ts` from `model/*/rules` and `policy/`; a test keeps them current.",
    ["| policy | requirement | level |", "| --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

/** The findings on an example, while its resources register and at the end. */
export async function findingsIn(judgement: Judgement, example: Example): Promise<Finding[]> {
  const [judge, program] = [judgement.begin(), new Program()];
  const found: Finding[] = [];
  for (const resource of Object.entries(example).map(resourceFor)) {
    for (const change of await program.register(resource)) found.push(...judge.change(change, program, {}));
  }
  return [...found, ...judge.conclude(program, {})];
}

/** A remote Command that writes the file, or the named resource with these inputs. */
function resourceFor([key, content]: readonly [string, string | object]): Registered {
  const [host = "", path = ""] = key.split(/:\s*/, 2);
  const provided = /^proxmoxve\.(?:(.*)\.)?(.)(\w+)$/.exec(path);
  if (provided) {
    const [, modules = "index", first = "", rest = ""] = provided;
    const type = `proxmoxve:${modules.replaceAll(".", "/")}/${first.toLowerCase()}${rest}:${first}${rest}`;
    return registeredAs(key, type, host, content as Record<string, unknown>);
  }
  const create =
    typeof content === "string" ? `cat >${path} <<'END_OF_FILE'\n${content}END_OF_FILE\n` : undefined;
  const values: Record<string, unknown> = {
    connection: { host },
    ...(create ? { create } : (content as object)),
  };
  return registeredAs(key, "command:remote:Command", host, values);
}

function registeredAs(key: string, type: string, name: string, values: Record<string, unknown>): Registered {
  const secrets = new Set(Object.keys(values).filter((input) => values[input] === secretValue));
  const inputs = { values, unknowns: new Set<string>() };
  return { urn: `urn:${key}`, type, name, parentType: undefined, inputs, secrets };
}

function shown(example: Example): string[] {
  return Object.entries(example).flatMap(([key, content]) => [
    `\`${key}\``,
    typeof content === "string" ? fenced("", content) : fenced("yaml", stringify(content)),
  ]);
}

function fenced(language: string, content: string): string {
  return `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``;
}

function placesOf({ sources }: Judgement): string[] {
  const places = {
    component: "components of quorate",
    host: "files that a program's commands write",
    resource: "inputs of commands",
    program: "the whole program, at the end of the preview",
  };
  return sources.map((source) => places[source]);
}

function configuration({ rule, level, options }: Judgement): string[] {
  const rows = Object.entries(options ?? {}).map(([name, { description = "", default: usual }]) => {
    return `| \`${name}\` | ${description} | ${usual === undefined ? "" : `\`${JSON.stringify(usual)}\``} |`;
  });
  const other = level === "advisory" ? "mandatory" : "advisory";
  return [
    "## Configuration",
    "In the file for `--policy-pack-config`:",
    fenced("json", JSON.stringify({ [rule.name]: other })),
    ...(rows.length > 0
      ? [["| option | meaning | default |", "| --- | --- | --- |", ...rows].join("\n")]
      : []),
  ];
}
