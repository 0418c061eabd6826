import { boot, exec, heal } from "../../lab";
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
  await settled(30_000);
}
