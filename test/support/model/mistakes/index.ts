import { addresses } from "./addresses";
import { articles } from "./articles";
import { cluster } from "./cluster";
import { extras } from "./extras";
import { ha } from "./ha";
import { haproxy } from "./haproxy";
import { links } from "./links";
import { members } from "./members";
import { ownChecks } from "./ownChecks";
import { pvecm } from "./pvecm";
import { quorum } from "./quorum";
import { values } from "./values";
import { vrrp } from "./vrrp";
import { witnesses } from "./witnesses";
import type { Mistake } from "./mistake";

export const mistakes: readonly Mistake[] = [
  ...articles,
  ...values,
  ...cluster,
  ...members,
  ...vrrp,
  ...ownChecks,
  ...extras,
  ...addresses,
  ...haproxy,
  ...links,
  ...quorum,
  ...witnesses,
  ...pvecm,
  ...ha,
];
