import type { Rule } from "../../rule";

/** A section of haproxy.cfg and its timeouts, its defaults' included. */
export interface TimedSection {
  readonly path: string;
  /** A listen section is both a frontend and a backend. */
  readonly kind: "frontend" | "backend" | "listen";
  readonly timeouts: readonly string[];
}

const needed = {
  frontend: ["client"],
  backend: ["connect", "server"],
  listen: ["client", "connect", "server"],
} as const;

/**
 * haproxy configuration manual 4.2: a proxy without timeouts keeps dead connections for ever. haproxy warns and starts.
 */
export const haproxyTimeouts: Rule<TimedSection> = {
  name: "haproxy-timeouts",
  title: "Clients, servers and connects must have a timeout",
  why:
    "haproxy configuration manual 4.2, timeout client: without one, the connection of a dead peer stays " +
    "for ever. When such connections reach maxconn, haproxy accepts no further client. haproxy only prints " +
    "a warning.",
  judge(sections) {
    return sections.flatMap(({ path, kind, timeouts }) => {
      const missing = needed[kind].filter((name) => !timeouts.includes(name));
      if (missing.length === 0) return [];
      const lines = missing.map((name) => `timeout ${name} ...`).join(", ");
      const message = `${lines} ${missing.length === 1 ? "is" : "are"} missing, so connections of dead peers stay for ever; write ${missing.length === 1 ? "it" : "them"} in defaults`;
      return [{ path, message }];
    });
  },
};
