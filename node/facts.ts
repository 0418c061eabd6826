/** What a node says of itself (node/program/80-facts.sh). */
export interface Facts {
  /** "debian", "rhel" or something else; empty where quorate never was on the node. */
  readonly family: string;
  /** The node's addresses of global scope, without prefix length. */
  readonly addresses: readonly string[];
  readonly units: ReadonlyMap<string, UnitFacts>;
}

export interface UnitFacts {
  /** sha256 of the manifest that was applied last. */
  readonly digest: string;
  /** A held unit has been changed but keeps silent until it's released. */
  readonly held: boolean;
  /** The token of the drift that was repaired last, "" for none. */
  readonly repair: string;
  /** What differs from the unit as it was applied, one text each; empty where nothing does. */
  readonly drift: readonly string[];
}

/** Facts of a node on which quorate has done nothing yet. */
export const noFacts: Facts = { family: "", addresses: [], units: new Map() };

/** Reads the lines that the program prints. Throws on a line that it doesn't print. */
export function parseFacts(text: string): Facts {
  const units = new Map<string, UnitFacts & { drift: string[] }>();
  const addresses: string[] = [];
  let family = "";
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [kind = "", first = "", ...rest] = line.split(" ");
    const unit = units.get(first);
    if (kind === "family") family = [first, ...rest].join(" ");
    else if (kind === "address") addresses.push(first);
    else if (kind === "unit") {
      const [digest = "", state, repair = ""] = rest;
      units.set(first, { digest, held: state === "held", repair, drift: [] });
    } else if (kind === "drift" && unit) unit.drift.push(rest.join(" "));
    else throw new Error(`a node answered "${line}" where its facts were expected`);
  }
  return { family, addresses, units };
}
