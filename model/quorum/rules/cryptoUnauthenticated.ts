import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

export const quorumCryptoUnauthenticated: PartRule<QuorumConfig> = {
  name: "quorum-crypto-unauthenticated",
  title: "A cipher must have a hash beside it",
  judgePart({ crypto: { cipher, hash } }) {
    if (cipher === "none" || hash !== "none") return [];
    const message = `none with the cipher ${cipher}, which corosync refuses (corosync.conf(5)); write sha256`;
    return [{ path: "quorum.crypto.hash", message }];
  },
};
