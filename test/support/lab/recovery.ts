import { boot, crash, exec, heal } from "../../../lab";
import { nodes, settled } from "./probes";

/** Repairs the lab after a test, and waits until each VIP is on its first node. */
export async function mend(): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      await heal(node);
      await boot(node);
      await exec(node, "systemctl start pveproxy haproxy keepalived");
    }),
  );
  await settled();
}

/** Cuts a node's power, runs `work` on its disk, and boots the node. */
export async function whileOff(node: string, work: (node: string) => Promise<void>): Promise<void> {
  await crash(node);
  await work(node);
  await boot(node);
}
