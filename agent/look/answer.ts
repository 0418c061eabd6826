/** What a node has where units are to come (look.sh). */
export interface Looked {
  /** "proxmox", or the name of the distribution. */
  readonly platform: string;
  /** Files of yours by path, passwords left out; undefined for a text that stays on the node. */
  readonly yours: ReadonlyMap<string, string | undefined>;
  readonly interfaces: ReadonlyMap<string, NodeInterface>;
  /** TCP listeners at the ports of wanted endpoints. */
  readonly listeners: readonly NodeListener[];
  readonly missing: readonly Missing[];
  /** Machines that answer for a wanted address; the nodes of the cluster are among them. */
  readonly answers: readonly { readonly interface: string; readonly address: string; readonly mac: string }[];
  /** Machines that speak VRRP with a wanted VRID; the nodes of the cluster are among them. */
  readonly speakers: readonly Speaker[];
}

export interface Speaker {
  readonly interface: string;
  readonly family: string;
  readonly virtualRouterId: string;
  readonly source: string;
  readonly mac: string;
}

export interface NodeInterface {
  readonly addresses: readonly string[];
  readonly altnames: readonly string[];
  readonly macs: readonly string[];
}

export interface NodeListener {
  /** `address:port` in the form of ss(8). */
  readonly at: string;
  readonly process: string;
  readonly pid: string;
  /** "-" without one. */
  readonly systemdUnit: string;
}

/** A script that a user can't run, or a process or service that the node doesn't have at all. */
export type Missing =
  | { readonly kind: "absent" | "denied"; readonly user: string; readonly path: string }
  | { readonly kind: "process" | "service"; readonly name: string };

/**
 * Reads look.sh's output; undefined if it didn't run.
 * @throws Error on a truncated answer
 */
export function parseLook(text: string): Looked | undefined {
  const lines = text.split("\n");
  const begin = lines.indexOf("look");
  if (begin < 0) return undefined;
  const end = lines.indexOf("looked", begin);
  if (end < 0)
    throw new Error("the node's answer was cut short, so its state is unknown; run the command again");
  const told = lines.slice(begin + 1, end).map((line) => line.split(" "));
  const of = (kind: string): string[][] =>
    told.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const [altnames, macs] = [of("altname"), of("mac")];
  const named = (pairs: string[][], name: string): string[] =>
    pairs.flatMap(([own, other = ""]) => (own === name ? [other] : []));
  return {
    platform: of("platform")
      .map((words) => words.join(" "))
      .join(),
    yours: new Map(
      of("yours").map(([path = "", encoded = ""]) => [
        path,
        encoded === "-" ? undefined : Buffer.from(encoded, "base64").toString(),
      ]),
    ),
    interfaces: new Map(
      of("interface").map(([name = "", ...addresses]) => [
        name,
        { addresses, altnames: named(altnames, name), macs: named(macs, name) },
      ]),
    ),
    listeners: of("listens").map(([at = "", process = "", pid = "", systemdUnit = ""]) => ({
      at,
      process,
      pid,
      systemdUnit,
    })),
    missing: [
      ...of("program").map(([kind = "", user = "", path = ""]) => ({
        ...{ kind: kind === "absent" ? ("absent" as const) : ("denied" as const), user, path },
      })),
      ...of("process").map(([name = ""]) => ({ kind: "process" as const, name })),
      ...of("service").map(([name = ""]) => ({ kind: "service" as const, name })),
    ],
    answers: of("answers").map(([name = "", address = "", mac = ""]) => ({ interface: name, address, mac })),
    speakers: of("speaks").map(([name = "", family = "", virtualRouterId = "", source = "", mac = ""]) => ({
      ...{ interface: name, family, virtualRouterId, source, mac },
    })),
  };
}
