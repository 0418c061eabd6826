import type { Rule } from "../../rule";

/** A number in keepalived.conf, as written. */
export interface WrittenNumber {
  readonly path: string;
  /** The block and the keyword, such as `vrrp_script weight`. */
  readonly place: string;
  readonly value: string;
}

interface Range {
  readonly min: number;
  readonly max: number;
  /** Whether fractions are numbers too. */
  readonly fractions?: boolean;
}

const seconds = { min: 0, max: 1000, fractions: true };

/** keepalived.conf(5), and the calls of read_*_strvec in keepalived's vrrp_parser.c. */
const ranges: Readonly<Record<string, Range>> = {
  "vrrp_script interval": { min: 1, max: 4294 },
  "vrrp_script timeout": { min: 1, max: 4294 },
  "vrrp_script weight": { min: -253, max: 253 },
  "vrrp_script rise": { min: 1, max: 2_147_483_647 },
  "vrrp_script fall": { min: 1, max: 2_147_483_647 },
  "vrrp_track_process weight": { min: -254, max: 254 },
  "vrrp_track_process quorum": { min: 1, max: 65535 },
  "track_file weight": { min: -254, max: 254 },
  "vrrp_track_file weight": { min: -254, max: 254 },
  "vrrp_instance version": { min: 2, max: 3 },
  "global_defs vrrp_version": { min: 2, max: 3 },
  "vrrp_instance preempt_delay": seconds,
  "vrrp_instance down_timer_adverts": { min: 1, max: 100 },
  "vrrp_instance garp_master_delay": { min: 0, max: 4294 },
  "vrrp_instance garp_master_refresh": { min: 0, max: 4_294_967_295 },
  "vrrp_instance garp_master_repeat": { min: 0, max: 4_294_967_295 },
};

/** `vrrpNumberRange` judges virtual router ids and priorities, `vrrpAdvertInterval` intervals of adverts. */
export const vrrpValueRange: Rule<WrittenNumber> = {
  name: "vrrp-value-range",
  title: "A number in keepalived.conf must be one that keepalived takes",
  why:
    "keepalived.conf(5) has a range for each number. keepalived only logs a number outside it, and then goes " +
    "on with its default. An interval of 0.5 s is one of 1 s, and a weight of -300 is none at all. A failed " +
    "check then moves no address.",
  judge(numbers) {
    return numbers.flatMap(({ path, place, value }) => {
      const range = Object.hasOwn(ranges, place) ? ranges[place] : undefined;
      if (range === undefined || fits(value, range)) return [];
      const kind = range.fractions ? "a number" : "a whole number";
      const message = `${value} is no number that keepalived takes for ${place}, so it goes on with its default; write ${kind} from ${String(range.min)} to ${String(range.max)}`;
      return [{ path, message }];
    });
  },
};

function fits(value: string, { min, max, fractions = false }: Range): boolean {
  const form = fractions ? /^-?\d+(\.\d+)?$/ : /^[-+]?\d+$/;
  return form.test(value) && Number(value) >= min && Number(value) <= max;
}
