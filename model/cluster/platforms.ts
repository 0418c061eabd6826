/** The family of distributions of each platform. Proxmox VE is Debian with packages of its own. */
export const platforms = { proxmox: "debian", debian: "debian", rhel: "rhel" } as const;

export type Platform = keyof typeof platforms;
/** Distributions with one package manager and the same names of packages. */
export type OsFamily = (typeof platforms)[Platform];

type Some<T> = [T, ...T[]];
export const platformNames = Object.keys(platforms) as Some<Platform>;
