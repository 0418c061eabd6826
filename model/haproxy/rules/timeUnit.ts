import type { Rule } from "../../rule";

/** A timeout of haproxy.cfg, as written. */
export interface WrittenTimeout {
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** Milliseconds below which a timeout without a unit is meant in seconds. */
const least = 100;

/** haproxy configuration manual 2.5: a time without a unit is in milliseconds. */
export const haproxyTimeUnit: Rule<WrittenTimeout> = {
  name: "haproxy-time-unit",
  title: "A timeout of few milliseconds must have its unit",
  why:
    "haproxy configuration manual 2.5: a time without a unit is in milliseconds. `timeout client 30` cuts " +
    "every connection that is silent for 30 ms. haproxy 2.6 takes it without a word. Write `ms` if you mean it.",
  judge(timeouts) {
    return timeouts
      .filter(({ value }) => /^\d+$/.test(value) && Number(value) > 0 && Number(value) < least)
      .map(({ path, name, value }) => ({
        path,
        message: `timeout ${name} ${value} is ${value} milliseconds, so haproxy cuts connections at once; write ${value}s for seconds, or ${value}ms if you mean it`,
      }));
  },
};
