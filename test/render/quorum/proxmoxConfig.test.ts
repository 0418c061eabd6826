import assert from "node:assert/strict";
import { parseCluster, parseQuorum, type QuorumInput } from "../../../model";
import { proxmoxConfig } from "../../../render";
import { threeNodes } from "../../support/pulumi/mockedStack";

const ids = new Map([
  ["n1", 1],
  ["n2", 2],
  ["n3", 3],
]);

function config(quorum: QuorumInput): string[] {
  const { name, networks, nodes } = threeNodes();
  const cluster = parseCluster({ name, networks, nodes });
  return proxmoxConfig(parseQuorum(quorum, cluster), ids).split("\n");
}

const has = (lines: readonly string[], text: string): boolean => lines.some((line) => line.trim() === text);

describe("corosync.conf of Proxmox", () => {
  it("is in the words of pvecm, so that a new cluster needs no edit", () => {
    const lines = config({});
    assert.equal(lines[0], "totem {");
    for (const text of [
      "ip_version: ipv4-6",
      "link_mode: passive",
      "secauth: on",
      "token_coefficient: 125",
      "debug: off",
    ])
      assert.ok(has(lines, text), text);
    for (const text of ["transport: knet", "crypto_cipher: aes256", "crypto_hash: sha256", "to_stderr: yes"])
      assert.ok(!has(lines, text), text);
  });

  it("keeps other crypto and another coefficient", () => {
    const lines = config({ crypto: { cipher: "aes256", hash: "sha512" }, tokenCoefficient: 650 });
    for (const text of ["crypto_cipher: aes256", "crypto_hash: sha512", "token_coefficient: 650"])
      assert.ok(has(lines, text), text);
    assert.ok(!has(lines, "secauth: on"));
  });

  it("has each written option once, in place of pvecm's word for it", () => {
    const lines = config({ ipVersion: "ipv6-4", logging: { debug: true } }).map((line) => line.trim());
    const words = lines.filter((line) => /^(ip_version|link_mode|debug):/.test(line));
    assert.deepEqual(words, ["ip_version: ipv6-4", "link_mode: passive", "debug: on"]);
  });

  it("has a line for the version, which the node fills in", () => {
    assert.equal(config({}).filter((line) => line.trim() === "config_version: 0").length, 1);
  });
});
