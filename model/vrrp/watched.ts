import type { Track } from "./track";

/** Names of the services and processes that a check watches. */
export function watchedBy(target: Track["target"]): string[] {
  switch (target.kind) {
    case "process":
      return [target.process];
    case "systemd":
      return [target.unit.replace(/\.service$/, "")];
    case "quorate":
      return ["corosync"];
    case "script":
      return watchedIn(target.script);
    case "command":
      return watchedIn(target.command);
    default:
      return [];
  }
}

/** The services and processes that a check's text looks at. */
export function watchedIn(text: string): string[] {
  const pattern =
    /\b(?:is-active(?:\s+-\S+)*|pidof(?:\s+-\S+)*|pgrep(?:\s+-\S+)*|killall\s+-0|pkill\s+-0|service|ps\s+-C)\s+['"]?([\w@.-]+)/g;
  return [...text.matchAll(pattern)].flatMap(([, found = ""]) => found.replace(/\.service$/, ""));
}
