import { resolve } from "node:path";

/** The prefix of this lab's namespaces, control groups, and folder in /run. */
export const lab = process.env["QUORATE_LAB"] ?? "quorate-lab";

/** The clone that this code belongs to. */
export const clone = resolve(__dirname, "..");

/** The clone's folder for its lab: keys, known_hosts, the nodes' disks, Pulumi's state. */
export const directory = `${clone}/.lab`;

/** The folder of a lab that is up on this machine, from any clone. */
export const run = `/run/${lab}`;

/** The network namespaces: one with the bridge, one for the client, one for each node. */
export const lan = `${lab}-lan`;
export const client = `${lab}-client`;
export const namespace = (node: string): string => `${lab}-${node}`;
