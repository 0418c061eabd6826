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
    files: filesIn(lines),
    sysctls: of("sysctl").map(([key = "", value = ""]) => ({ key, value })),
    services: of("service").map(([name = "", change, owned]) => ({
      name,
      change: change === "restart" ? "restart" : "reload",
      owned: owned === "owned",
    })),
    addresses: of("wire").flatMap(([, , , addresses = ""]) => addresses.split(",").filter(Boolean)),
  };
}

function filesIn(lines: readonly string[]): UnitFile[] {
  const files: UnitFile[] = [];
  for (const line of lines) {
    const [kind, path = "", mode = "", owner = ""] = line.split(" ");
    const last = files.at(-1);
    if (kind === "file") files.push({ path, mode, owner, content: "" });
    else if (line.startsWith("|") && last)
      files[files.length - 1] = { ...last, content: `${last.content}${shown(line.slice(1))}\n` };
  }
  return files;
}

/** A line as you see it: without secrets, and with the beginning of a hole that you wrote. */
const shown = (line: string): string =>
  line.replace(/\{\{secret:[^}]+\}\}/g, "[secret]").replaceAll("{{secret:}}", "{{secret:");
