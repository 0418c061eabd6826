import { createHash } from "node:crypto";
import { feasibility, type Section } from "./feasibility";
import { Refusal } from "./parameters";

/** The configuration of Proxmox's HA manager, and what its CRM knows. */
export class HaManager {
  readonly resources = new Map<string, Section>();
  readonly rules = new Map<string, Section>();
  readonly groups = new Map<string, Section>();
  /** By VMID. */
  readonly guests = new Map<string, "vm" | "ct">();
  /** Nodes that the CRM has seen, with their states; none before it was ever master. */
  nodeStatus: Record<string, string> = {};
  /** States of the CRM by sid; started if it isn't here. */
  readonly crmStates = new Map<string, string>();
  /** Guests as the CRM has them. */
  readonly services = new Map<string, { readonly node: string; readonly running?: boolean }>();
  /** What each node's LRM last told. */
  readonly lrm = new Map<
    string,
    { readonly state: string; readonly mode: string; readonly timestamp: number }
  >();
  /** The node of the CRM that leads; undefined before there was one. */
  master: string | undefined;
  /** Of the master's last round, in seconds. */
  timestamp = 0;
  quorate = true;
  /** Before 5.1.3 it can't be disarmed. */
  canDisarm = true;
  /** Of a manager that is disarmed, or on its way there. */
  disarm: { readonly mode: string; readonly state: string } | undefined;
  /** Commands for the CRM: `arm-ha`, `migrate vm:100 n2`. */
  readonly orders: string[] = [];

  /** @param crmMs from the first guest until the CRM knows the nodes; on a real one 10 to 20 s */
  constructor(
    readonly nodes: readonly string[],
    private readonly crmMs: number,
  ) {}

  /** Makes the CRM master if it wasn't. */
  wake(): void {
    setTimeout(() => {
      this.nodeStatus = Object.fromEntries(this.nodes.map((node) => [node, "online"]));
    }, this.crmMs).unref();
  }

  /** "vm:100" for "vm:100" and "100". */
  sidOf(text: string): string {
    const [, type, id = ""] = /^(?:(\w+):)?(.+)$/.exec(text) ?? [];
    if (!/^[1-9]\d{2,8}$/.test(id)) throw new Refusal(500, "invalid VMID\n");
    if (type !== undefined && type !== "vm" && type !== "ct")
      throw new Refusal(500, `unknown section type '${type}'\n`);
    return `${type ?? this.guests.get(id) ?? "vm"}:${id}`;
  }

  /** @throws Refusal unless the guest exists and is of the type */
  mustExist(sid: string): void {
    const [type = "", id = ""] = sid.split(":");
    const real = this.guests.get(id);
    if (real === undefined) throw new Refusal(500, `resource '${sid}' does not exist in cluster\n`);
    const noun = type === "ct" ? "a container" : "a virtual machine";
    if (real !== type) throw new Refusal(500, `resource '${sid}' - guest with ID ${id} is not ${noun}\n`);
  }

  /** By rule: the reasons why Proxmox VE ignores it. Disabled rules are neither checked nor blamed. */
  errors(rules: ReadonlyMap<string, Section> = this.rules): Map<string, string[]> {
    return feasibility(rules, Object.keys(this.nodeStatus).length);
  }

  /** Takes a guest out of every rule, as the API does when the guest leaves HA. */
  purge(sid: string): void {
    for (const [name, rule] of this.rules) {
      const left = String(rule["resources"])
        .split(",")
        .filter((each) => each !== sid);
      if (left.length === 0) this.rules.delete(name);
      else rule["resources"] = left.join(",");
    }
  }
}

/** SHA-1 of a whole file. */
export function digestOf(file: ReadonlyMap<string, Section>): string {
  return createHash("sha1")
    .update(JSON.stringify([...file]))
    .digest("hex");
}
