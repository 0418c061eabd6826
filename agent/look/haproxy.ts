/** A frontend or listen section in a file of yours. */
export interface YourFrontend {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** As written: `:8080`, `192.0.2.60:22`. */
  readonly binds: readonly string[];
}

/** The frontends in the text of haproxy.cfg. */
export function frontendsIn(file: string, text: string): YourFrontend[] {
  const found: (Omit<YourFrontend, "binds"> & { binds: string[] })[] = [];
  let open = false;
  text.split("\n").forEach((written, index) => {
    const [first = "", second = ""] = written.replace(/#.*/, "").trim().split(/\s+/);
    if (/^(frontend|listen)$/.test(first))
      found.push({ file, line: index + 1, name: `${first} ${second}`, binds: [] });
    if (/^\S/.test(written)) open = /^(frontend|listen)$/.test(first);
    if (open && first === "bind") found.at(-1)?.binds.push(...second.split(","));
  });
  return found;
}
