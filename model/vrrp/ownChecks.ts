import type { Model } from "../model";
import { trackPath } from "./track";

/** A check of your own. */
export interface OwnCheck {
  readonly path: string;
  readonly kind: "script" | "command";
  /** The script, or the command line. */
  readonly text: string;
  /** The user that runs it. Undefined for the cluster's script user. */
  readonly user: string | undefined;
}

/** The checks of your own in a model. */
export function ownChecksIn({ vrrpGroups }: Model): OwnCheck[] {
  return vrrpGroups.flatMap(({ name, tracks }) =>
    tracks.flatMap(({ name: check, target }): OwnCheck[] => {
      if (target.kind !== "script" && target.kind !== "command") return [];
      const text = target.kind === "script" ? target.script : target.command;
      return [{ path: trackPath(name, { name: check }), kind: target.kind, text, user: target.user }];
    }),
  );
}
