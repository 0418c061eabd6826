import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { installed, Project } from "../pulumi/project";
import { login } from "./contract/row";
import type { Sshd } from "./sshd";
import { clone } from "./standIns";

export const SECRET_WORD = "hunter-of-two";

/** A program without quorate's components: a unit on a machine, a local file of keepalived, and two passwords. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { local, remote } = require("@pulumi/command");
const { RandomPassword } = require("@pulumi/random");

const { connection, create, remove, triggers, length, vrrpLength, virtualRouterId, comment } =
  JSON.parse(require("node:fs").readFileSync("inputs.json", "utf8"));
const word = new pulumi.Config().requireSecret("word");
const password = new RandomPassword("password", { length });
const vrrpPassword = new RandomPassword("keepalived-password", { length: vrrpLength, special: false });
const gateway = new local.Command("gateway", {
  create: \`cat >keepalived.conf <<'EOF'
# \${comment}
vrrp_instance gateway {
    interface eth0
    virtual_router_id \${virtualRouterId}
    virtual_ipaddress {
        192.0.2.100/24
    }
}
EOF\`,
});
const unit = new remote.Command("unit", {
  connection, create, triggers, delete: remove,
  stdin: pulumi.interpolate\`\${word} \${password.result} \${vrrpPassword.result}\`,
  logging: "none", addPreviousOutputInEnv: false,
}, { dependsOn: gateway });
exports.stdout = unit.stdout;
`;

/** A policy pack other than quorate's. */
const house = `
import { PolicyPack, remediateResourceOfType, validateResourceOfType } from "@pulumi/policy";
import { local } from "@pulumi/command";
import { RandomPassword } from "@pulumi/random";

new PolicyPack("house", {
  policies: [
    {
      name: "no-such-word", description: "a word is banned", enforcementLevel: "mandatory",
      configSchema: { properties: { word: { type: "string" } } },
      validateResource: validateResourceOfType(local.Command, (command, args, report) => {
        const { word = "banned" } = args.getConfig<{ word?: string }>();
        if (command.create?.includes(word)) report(\`create has "\${word}"\`);
      }),
    },
    {
      name: "long-enough", description: "passwords have 8 characters", enforcementLevel: "remediate",
      remediateResource: remediateResourceOfType(RandomPassword, (inputs) =>
        inputs.length < 8 ? { ...inputs, length: 8 } : undefined),
    },
  ],
});
`;

/** The program's group has one node, which the pack would report after the registration of all resources. */
const oneNode = { "vrrp-two-members": "disabled" };

const files = {
  "Pulumi.yaml": "name: foreign\nruntime: nodejs\n",
  "package.json": JSON.stringify({ name: "foreign", main: "index.js" }),
  "index.js": program,
  "house/PulumiPolicy.yaml": "runtime: nodejs\nversion: 0.0.1\n",
  "house/package.json": JSON.stringify({ name: "house", version: "0.0.1", main: "index.ts" }),
  "house/index.ts": house,
  "none.json": "{}",
  "cat.json": JSON.stringify({ "no-such-word": { enforcementLevel: "advisory", word: "cat" } }),
  "one-node.json": JSON.stringify(oneNode),
  "lenient.json": JSON.stringify({
    ...oneNode,
    "vrrp-number-range": "advisory",
    "vrrp-auth-pass-length": "remediate",
  }),
};

export interface Inputs {
  readonly create?: string;
  readonly comment?: string;
  readonly triggers?: readonly string[];
  readonly length?: number;
  readonly vrrpLength?: number;
  readonly virtualRouterId?: number;
}

/** The project of that program, with quorate's pack in a separate folder, and a machine that it can reach. */
export class ForeignProject extends Project {
  readonly folder = join(this.directory, "quorate-policy");

  constructor(private readonly sshd: Sshd) {
    super(files, ["@pulumi/pulumi", "@pulumi/command", "@pulumi/random"]);
    installed(join(this.directory, "house"), [
      "@pulumi/pulumi",
      "@pulumi/policy",
      "@pulumi/command",
      "@pulumi/random",
    ]);
    execFileSync("node", ["--import", "tsx", "policy/bundle.ts", this.folder], { cwd: clone });
    installed(this.folder, ["@pulumi/pulumi", "@pulumi/policy"]);
    this.set({});
  }

  /** Sets the program's inputs. By default `create` writes its stdin to a file and prints the file's size. */
  set(inputs: Inputs): void {
    const made = this.sshd.path("made");
    const all = {
      connection: login(this.sshd),
      create: `tee ${made} >/dev/null; wc -c <${made}`,
      remove: `echo gone >>${this.sshd.path("gone")}`,
      ...{ triggers: [], length: 8, vrrpLength: 8, virtualRouterId: 51, comment: "" },
    };
    this.write("inputs.json", JSON.stringify({ ...all, ...inputs }));
  }
}

/** The CLI's arguments for packs, each with its configuration. */
export function under(packs: readonly (readonly [pack: string, config: string])[]): string[] {
  return packs.flatMap(([pack, config]) => ["--policy-pack", pack, "--policy-pack-config", config]);
}
