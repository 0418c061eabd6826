import { resolve } from "node:path";

/** What begins the names of this lab's namespaces and control groups, and of its folder in /run. */
export const lab = process.env["QUORATE_LAB"] ?? "quorate-lab";

/** The clone that this code belongs to. */
export const clone = resolve(__dirname, "..");

/** What the clone keeps of its lab: keys, known_hosts, the nodes' disks, Pulumi's state. */
export const directory = `${clone}/.lab`;

/** What exists while a lab is up on this machine, whichever clone's it is. */
export const run = `/run/${lab}`;

/** The network namespaces: one with the bridge, one for the client, one for each node. */
export const lan = `${lab}-lan`;
export const client = `${lab}-client`;
export const namespace = (node: string): string => `${lab}-${node}`;
