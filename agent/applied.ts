/** What a preview compares with the new units (agent/status/applied.sh). No text holds a secret. */
export interface Applied {
  /** The applied manifests by unit, of all owners. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Texts of files that differ from the applied ones, by path; "[secret]" stands for a secret. */
  readonly edited: ReadonlyMap<string, string>;
}

/** Reads these lines among the others of the script. */
export function parseApplied(text: string): Applied {
  const manifests = new Map<string, string>();
  const edited = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, kind = "", name = "", rest = ""] = /^(manifest|edited) (\S+) (.*)$/.exec(line) ?? [];
    // A parked manifest follows the record's one.
    if (kind === "manifest") {
      const before = rest === `unit ${name}` ? "" : (manifests.get(name) ?? "");
      manifests.set(name, `${before}${rest}\n`);
    } else if (kind === "edited") edited.set(name, `${edited.get(name) ?? ""}${rest.slice(1)}\n`);
  }
  return { manifests, edited };
}
