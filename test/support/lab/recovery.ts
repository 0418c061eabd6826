import { boot, crash, exec, heal } from "../../../lab";
import { nodes, settled } from "./probes";

/** Mends whatever a test broke, and waits until each VIP is where it belongs. */
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

/** Cuts a node's power, in the course of which something is done to its disk. */
export async function whileOff(node: string, work: (node: string) => Promise<void>): Promise<void> {
  await crash(node);
  await work(node);
  await boot(node);
}
