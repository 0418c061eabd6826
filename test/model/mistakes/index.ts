import { articles } from "./articles";
import { cluster } from "./cluster";
import { haproxy } from "./haproxy";
import { members } from "./members";
import { values } from "./values";
import { vrrp } from "./vrrp";
import type { Mistake } from "./mistake";

export const mistakes: readonly Mistake[] = [
  ...articles,
  ...values,
  ...cluster,
  ...members,
  ...vrrp,
  ...haproxy,
];
