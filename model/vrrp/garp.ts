import * as limits from "../limits";
import * as t from "../text";

const seconds = t.wholeNumber(limits.garpSeconds.min, limits.garpSeconds.max, " seconds").optional();
const times = t.wholeNumber(limits.garpRepeat.min, limits.garpRepeat.max).optional();

/** keepalived.conf(5), vrrp_instance: when a MASTER tells its neighbours of its addresses. IPv4: gratuitous ARP. */
export const garpKeys = {
  /** Until the second burst after the change to MASTER. keepalived's default: 5. */
  garpMasterDelay: seconds,
  /** In each burst. keepalived's default: 5. */
  garpMasterRepeat: times,
  /** Between two bursts of a MASTER. keepalived's default: none after the second. */
  garpMasterRefresh: seconds,
  /** In each of these bursts. keepalived's default: 1. */
  garpMasterRefreshRepeat: times,
  /** Until the second burst after an advert of lower priority. */
  garpLowerPrioDelay: seconds,
  garpLowerPrioRepeat: times,
};

export type GarpKey = keyof typeof garpKeys;
export type Garp = Readonly<Partial<Record<GarpKey, number | undefined>>>;

/** The keys of gratuitous ARP in a group that you wrote. */
export function garpIn(config: Garp): Garp {
  const names = Object.keys(garpKeys) as GarpKey[];
  return Object.fromEntries(
    names.flatMap((name) => (config[name] === undefined ? [] : [[name, config[name]]])),
  );
}
