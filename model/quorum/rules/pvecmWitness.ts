import { printPath } from "../../finding";
import type { QuorumConfig } from "../schema";
import type { PartRule } from "../../rule";

/** PVE::CLI::pvecm, qdevice setup: ssh-copy-id and ssh to root@ADDRESS, without options for another port or user. */
export const quorumPvecmWitness: PartRule<QuorumConfig> = {
  name: "quorum-pvecm-witness",
  title: "pvecm must reach a qdevice's witness as root at port 22",
  judgePart({ qdevice }, { platform, witnesses }) {
    const witness = witnesses.find(({ name }) => name === qdevice?.host);
    if (platform !== "proxmox" || witness === undefined) return [];
    const { name, address, ssh } = witness;
    const wanted = [
      { key: "port", value: String(ssh.port), takes: "22" },
      { key: "user", value: ssh.user, takes: "root" },
    ];
    return wanted
      .filter(({ value, takes }) => value !== takes)
      .map(({ key, value, takes }) => ({
        path: printPath(["cluster", "witnesses", name, "ssh", key]),
        message: `${value} is no ${key} that pvecm can use: \`pvecm qdevice setup\` logs in as root@${address} at port 22 alone, so the qdevice could not come; write ${key}: ${takes} and let root log in there with a key`,
      }));
  },
};
