import type { Corosync } from "../../model";
import { corosyncConfig } from "./config";

/** Default of `pvecm create` (PVE::API2::ClusterConfig, token-coefficient). */
const tokenCoefficient = 125;

/**
 * /etc/pve/corosync.conf: the configuration of other platforms, in the words that `pvecm create` uses (PVE::Corosync,
 * create_conf). A new cluster therefore needs no edit. The node raises its version.
 */
export function proxmoxConfig(corosync: Corosync, nodeIds: ReadonlyMap<string, number>): string {
  const { totem, logging } = corosync;
  const ours = {
    ...corosync,
    totem: {
      ...totem,
      ipVersion: totem.ipVersion ?? ("ipv4-6" as const),
      linkMode: totem.linkMode ?? ("passive" as const),
      tokenCoefficient: totem.tokenCoefficient ?? tokenCoefficient,
    },
  };
  const { cipher, hash } = corosync.crypto;
  // corosync.conf(5), secauth: on is aes256 and sha256.
  const secauth = cipher === "aes256" && hash === "sha256";
  const words: Readonly<Record<string, readonly string[]>> = {
    "transport: knet": [],
    ...(secauth ? { "crypto_cipher: aes256": ["secauth: on"], "crypto_hash: sha256": [] } : {}),
    "to_stderr: yes": logging.debug ? [] : ["debug: off"],
  };
  const lines = corosyncConfig(ours, { version: 0, nodeIds }).flatMap((line) => {
    const text = line.trimStart();
    return (words[text] ?? [text]).map((word) => line.replace(text, word));
  });
  return `${lines.join("\n")}\n`;
}
