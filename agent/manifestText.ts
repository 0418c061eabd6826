import type { Unit, UnitFile } from "./unit";

/** The parts of a manifest's text that its preview tells of. */
export interface ManifestText extends Pick<
  Unit,
  "packages" | "directories" | "files" | "sysctls" | "services"
> {
  /** The virtual addresses of a VRRP group. */
  readonly addresses: readonly string[];
}

/** Reads a text of `manifest`. Holes for secrets read "[secret]". */
export function readManifest(text: string): ManifestText {
  const lines = text.split("\n");
  const of = (kind: string): string[][] =>
    lines.flatMap((line) => (line.startsWith(`${kind} `) ? [line.split(" ").slice(1)] : []));
  return {
    packages: of("package").map(([name = ""]) => name),
    directories: of("directory").map(([path = "", mode = "", owner = ""]) => ({ path, mode, owner })),
    files: filesIn(lines).map((file) => ({ ...file, content: shown(file.content) })),
    sysctls: of("sysctl").map(([key = "", value = ""]) => ({ key, value })),
    services: of("service").map(([name = "", change, owned]) => ({
      name,
      change: change === "restart" ? "restart" : "reload",
      owned: owned === "owned",
    })),
    addresses: of("wire").flatMap(([, , , addresses = ""]) => addresses.split(",").filter(Boolean)),
  };
}

/** The files among a manifest's lines. */
export function filesIn(lines: readonly string[]): UnitFile[] {
  const files: UnitFile[] = [];
  for (const line of lines) {
    const [kind, path = "", mode = "", owner = ""] = line.split(" ");
    const last = files.at(-1);
    if (kind === "file") files.push({ path, mode, owner, content: "" });
    else if (line.startsWith("|") && last)
      files[files.length - 1] = { ...last, content: `${last.content}${line.slice(1)}\n` };
  }
  return files;
}

/** A text as you see it: without secrets, and with the beginning of a hole that you wrote. */
const shown = (text: string): string =>
  text.replace(/\{\{secret:[^}]+\}\}/g, "[secret]").replaceAll("{{secret:}}", "{{secret:");
