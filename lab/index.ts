/** The lab's functions for tests and the command line. */
export { addresses, tree, type Entry } from "./observe";
export { backUp, restore } from "./backup";
export { boot, crash, reboot, shutDown } from "./nodes";
export { clone, client as clientNamespace, directory, lan as lanNamespace } from "./place";
export { cut, heal, part, rejoin } from "./network";
export { buildImage, down, scrap, up } from "./up";
export { exec, inClient, type ExecOptions } from "./exec";
export { knownHostsFile, privateKeyFile } from "./identity";
export { ownRecord } from "./record";
export { makeProxmox, proxmoxProgram } from "./proxmox";
export { asRelease, type Release, releases } from "./release";
export { sample, type Sample, type Sampling } from "./sample";
export { further, threeNodes, type Topology, topologyWith } from "./topology";
export { waitFor, type Patience } from "./wait";
export { command, must, type CommandOptions, type Outcome } from "./command";
