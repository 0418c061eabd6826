import { command } from "./commands";
import { crmDaemon } from "./crmDaemon";
import { lrmDaemon } from "./lrmDaemon";
import { pveproxy } from "./pveproxy";

const [, , tool = "", ...argv] = process.argv;
const daemons: Record<string, () => unknown> = { pveproxy, "pve-ha-crm": crmDaemon, "pve-ha-lrm": lrmDaemon };
const daemon = daemons[tool];
if (daemon) {
  // As the real one is called, for pidof.
  process.title = tool;
  void daemon();
} else process.exitCode = command(tool, argv);
