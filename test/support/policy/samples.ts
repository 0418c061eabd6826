import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A sample file of a daemon's own package, as Debian installs it. */
export interface Sample {
  readonly path: string;
  readonly text: string;
}

/** The samples among these files and in these folders. Not all machines have those under /usr/share/doc. */
export function samples(places: readonly string[], name: RegExp): Sample[] {
  return places
    .filter((place) => existsSync(place))
    .flatMap((place) => (name.test(place) ? [place] : readdirSync(place).map((file) => join(place, file))))
    .filter((path) => name.test(path))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
