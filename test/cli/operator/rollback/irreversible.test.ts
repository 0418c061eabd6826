import assert from "node:assert/strict";
import { irreversible } from "../../../../cli/operator/rollback/irreversible";

const stack = (platform: string, nodes: string[], quorum?: object) => ({
  "quorate:cluster": { platform, nodes: Object.fromEntries(nodes.map((node) => [node, {}])) },
  ...(quorum ? { "quorate:quorum": quorum } : {}),
});

describe("what a rollback can't take back", () => {
  it("is a Proxmox cluster that was made, a node that joined, a node that left", () => {
    const now = stack("proxmox", ["pve1", "pve2"], {});
    assert.match(String(irreversible(now, stack("proxmox", ["pve1", "pve2"]))), /no Proxmox cluster/);
    assert.match(
      String(irreversible(now, stack("proxmox", ["pve1"], {}))),
      /pve2 joined.*pvecm delnode pve2/,
    );
    assert.match(String(irreversible(now, stack("proxmox", ["pve1", "pve2", "pve3"], {}))), /pve3 left/);
  });

  it("is nothing of a cluster that stays, of options, or of other platforms", () => {
    const now = stack("proxmox", ["pve1", "pve2"], {});
    assert.deepEqual(irreversible(now, stack("proxmox", ["pve1", "pve2"], { token: 5000 })), []);
    assert.deepEqual(irreversible(stack("debian", ["n1", "n2"], {}), stack("debian", ["n1"])), []);
    assert.deepEqual(irreversible(stack("proxmox", ["pve1", "pve2"]), stack("proxmox", ["pve1"])), []);
  });
});
