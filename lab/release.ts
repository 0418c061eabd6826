/** Debian's releases for nodes: Proxmox VE 9 is made of trixie (13), Proxmox VE 8 of bookworm (12). */
export const releases = ["bookworm", "trixie"] as const;
export type Release = (typeof releases)[number];

/** @throws Error if there is no such release */
export function asRelease(text: string): Release {
  const release = releases.find((each) => each === text);
  if (release === undefined)
    throw new Error(`the lab's releases are ${releases.join(" and ")}, not "${text}"`);
  return release;
}

/** The release of new labs: $QUORATE_RELEASE, or bookworm. */
export const newRelease = (): Release => asRelease(process.env["QUORATE_RELEASE"] ?? releases[0]);
