import { z } from "zod";
import * as limits from "../limits";
import { globalDefs as rawGlobalDefs } from "../raw/keepalived";
import { rawLines } from "../raw/schema";
import * as t from "../text";
import { platformNames } from "./platforms";

/** A public key in the form of known_hosts: `ssh-ed25519 AAAA…`. */
const hostKey = t.text(
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+=*$/,
  'a public host key such as "ssh-ed25519 AAAA..."; `ssh-keyscan` prints it',
);

const access = {
  user: t.userName,
  port: t.port,
  /** Path of the private key's file, relative to the project. */
  privateKeyFile: t.filePath,
  /** Use the SSH agent at SSH_AUTH_SOCK. */
  agent: t.flag,
  /** Run commands with `sudo -n`. */
  become: t.flag,
};

const bastion = t.strict({
  host: t.host,
  port: access.port.default(22),
  user: access.user.default("root"),
  privateKeyFile: access.privateKeyFile.optional(),
  hostKey: hostKey.optional(),
});

const sshSchema = t.strict({
  user: access.user.default("root"),
  port: access.port.default(22),
  privateKeyFile: access.privateKeyFile.optional(),
  agent: access.agent.default(false),
  become: access.become.default(false),
  /** Path of a known_hosts file that holds every node's key. */
  hostKeys: t.filePath.optional(),
  bastion: bastion.optional(),
});

const sshOverride = t.strict({
  user: access.user.optional(),
  port: access.port.optional(),
  privateKeyFile: access.privateKeyFile.optional(),
  agent: access.agent.optional(),
  become: access.become.optional(),
});

/** A node's interface and addresses in one network, if they differ from the network's defaults. */
const attachment = t.strict({
  interface: t.interfaceName.optional(),
  address: t.listOf(t.address, "an IP address").optional(),
});

const host = {
  /** Default: the cluster's. */
  platform: t.oneOf(platformNames).optional(),
  /** The address that SSH uses, which is also the node's address in the network that contains it. */
  address: t.address,
  hostKey: hostKey.optional(),
  ssh: sshOverride.prefault({}),
};

const linkNumber = t.text(/^[0-7]$/, "a link number from 0 to 7");

const node = t.strict(
  {
    ...host,
    networks: t.named(t.label, attachment).prefault({}),
    /** Votes in corosync's quorum: quorum_votes. */
    votes: t.wholeNumber(limits.votes.min, limits.votes.max).default(1),
    /** corosync's number of the node. Default: its present number, or else the lowest free one. */
    nodeId: t.wholeNumber(limits.nodeId.min, limits.nodeId.max).optional(),
    /** corosync's addresses by link number. Default for link 0: `address`. */
    links: t.named(linkNumber, t.address).prefault({}),
  },
  {
    quorumVotes: "write votes",
    nodeid: "write nodeId",
    ring0Addr: "write links: {0: ...}",
    ring0_addr: "write links: {0: ...}",
    interface: "write networks: {<network>: {interface: ...}}",
    port: "write ssh: {port: ...}",
    user: "write ssh: {user: ...}",
    priority: "a node's priority is a group's; write it under vrrp.<group>.order",
  },
);

/** A machine outside the cluster that quorate sets up too: a qdevice's host. */
const witness = t.strict(host, {
  votes: "a witness has no votes; write the qdevice's under quorum.qdevice.votes",
});

/** An L2 segment. A VRID must be unique in it. */
const network = t.strict({
  subnet: t.listOf(t.subnet, "a subnet"),
  interface: t.interfaceName,
});

const notifyFifo = t.shorthand(
  "string",
  (input) => ({ path: input }),
  t.strict({
    path: t.text(/^\/run\/[\w.-]*[\w-]$/, "a path directly in /run, such as /run/vrrp.fifo"),
    /** keepalived starts it, gives it the path, and starts it again when it ends. */
    script: t.scriptText.optional(),
    /** Default: the unprivileged script user. */
    user: t.userName.optional(),
  }),
);

const globalDefs = t.strict(
  {
    /** The user that runs check and notify scripts. quorate creates it without a login. */
    scriptUser: t.userName
      .refine(
        (user) => user !== "root",
        "must be an unprivileged user; write user: root at a notify script that needs it",
      )
      .default("keepalived_script"),
    /** keepalived writes each change of state of a group to it. */
    notifyFifo: notifyFifo.optional(),
    /** Lines at the end of global_defs. */
    raw: rawLines(rawGlobalDefs).prefault([]),
  },
  {
    weight:
      "keepalived ignores weight in global_defs; write the weight of a check at the check, under vrrp.<group>.track",
    enableScriptSecurity: "script security is always on",
    routerId: "router_id is the node's name",
  },
);

const takenOver = t.oneOf(["replace"]);
const decision = t.oneOf(["replace", "keep"]);

/** What becomes of files that the nodes had before quorate. Without a word quorate touches none of them. */
const existing = t.strict(
  {
    keepalived: decision.optional(),
    haproxy: decision.optional(),
    corosync: takenOver.optional(),
    sshd: takenOver.optional(),
  },
  { vrrp: "write keepalived", quorum: "write corosync", ssh: "write sshd" },
);

const refusal = t.text(
  /^(address|vrid|script|process|service|platform|drop-in) \S+$/,
  "what a preview refuses, as it names it: address 192.0.2.60, vrid 51, script /path, process name, service name, platform proxmox or drop-in /path",
);

const reason = t.text(/\S/, "your reason, in words");

export const clusterSchema = t.strict({
  name: t.label,
  platform: t.oneOf(platformNames).default("proxmox"),
  ssh: sshSchema.prefault({}),
  networks: t
    .named(t.label, network)
    .refine((networks) => Object.keys(networks).length > 0, "must name at least one network"),
  nodes: t.named(t.label, node),
  witnesses: t.named(t.label, witness).prefault({}),
  globalDefs: globalDefs.prefault({}),
  existing: existing.prefault({}),
  /** Refusals of a preview that you override, each with your reason. */
  accepted: t.named(refusal, reason).prefault({}),
});

export type ClusterConfig = z.output<typeof clusterSchema>;
export type ClusterInput = z.input<typeof clusterSchema>;
