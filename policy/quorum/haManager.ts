import type { Program } from "../program";

/** Guests that the program adds to Proxmox's HA manager, by `ha-manager add` or a resource of the provider. */
export function haResourcesIn({ hosts, resources }: Program): string[] {
  const added = hosts.flatMap(({ script }) =>
    [...script.matchAll(/\bha-manager\s+add\s+([\w:$-]+)/g)].flatMap(([, name]) => name ?? []),
  );
  const declared = resources
    .filter(({ type }) => /^proxmoxve:.*ha-?resource/i.test(type))
    .map(({ name, inputs: { values } }) =>
      typeof values["resourceId"] === "string" ? values["resourceId"] : name,
    );
  return [...new Set([...added, ...declared])];
}
