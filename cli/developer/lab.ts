import { spawnSync } from "node:child_process";
import type { Command } from "commander";
import {
  asRelease,
  boot,
  clientNamespace,
  crash,
  cut,
  down,
  further,
  heal,
  knownHostsFile,
  makeProxmox,
  ownRecord,
  privateKeyFile,
  type Release,
  topologyWith,
  up,
} from "../../lab";
import { checkAnswers } from "./answers";
import { deploy, environment, readOutputs } from "./deploy";
import { nodes, packages, pulumi } from "./prepare";
import { runSteps } from "../steps";

/** Brings up the whole lab, deploys it, checks the answers, and prints their table. */
async function bringUp({ release }: { readonly release?: Release }): Promise<void> {
  let answers = "";
  await runSteps([
    packages,
    pulumi,
    nodes(release),
    { title: "Stack lab", run: deploy },
    {
      title: "Answers",
      run: async () => {
        answers = await checkAnswers(await readOutputs());
        return "from every VIP and frontend";
      },
    },
  ]);
  console.log(`\n${answers}`);
}

/** Runs a command in the client's namespace on this terminal. @returns its exit code */
function onTerminal(argv: readonly string[]): void {
  const args = ["netns", "exec", clientNamespace, ...argv];
  const { status, error } = spawnSync("ip", args, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

function ssh(node: string, words: readonly string[]): void {
  const { nodes } = ownRecord().topology;
  const address = nodes[node]?.address;
  if (address === undefined)
    throw new Error(`the lab has no node ${node}; it has ${Object.keys(nodes).join(", ")}`);
  const options = [`UserKnownHostsFile=${knownHostsFile}`, "StrictHostKeyChecking=yes", "IdentitiesOnly=yes"];
  onTerminal([
    "ssh",
    "-i",
    privateKeyFile,
    ...options.flatMap((option) => ["-o", option]),
    `root@${address}`,
    ...words,
  ]);
}

async function bootOrMake(node: string): Promise<void> {
  if (node in ownRecord().topology.nodes || !(node in further)) await boot(node);
  else await up(topologyWith(node as keyof typeof further));
}

/** Adds `quorate lab ...`. */
export function addLab(program: Command): void {
  const lab = program
    .command("lab")
    .description("the lab: nodes on this machine, with the stack `lab` on them");
  lab
    .command("up", { isDefault: true })
    .description("start the nodes, deploy the stack, and check the answers")
    .option("--release <name>", "Debian's release that new nodes are made of: trixie or bookworm", asRelease)
    .action(bringUp);
  lab.command("down").description("remove the lab: nodes, disks, namespaces, state").action(down);
  lab
    .command("ssh <node> [command...]")
    .description("log in to a node as root")
    .passThroughOptions()
    .action((node: string, words: string[]) => {
      ssh(node, words);
    });
  lab
    .command("exec <command...>")
    .description("run a command of this machine in the client's namespace, e.g. exec pulumi preview -s lab")
    .passThroughOptions()
    .action((argv: string[]) => {
      ownRecord();
      onTerminal(argv);
    });
  lab
    .command("pve <node...>")
    .description("make running nodes look like nodes of Proxmox VE (lab/pve/README.md)")
    .action((nodes: string[]) => makeProxmox(nodes));
  const failures = {
    cut: ["pull the node's cable", cut],
    heal: ["plug the cable in again", heal],
    crash: ["cut the node's power; its disk stays", crash],
    boot: ["switch the node on again, or add n4 or the witness q1", bootOrMake],
  } as const;
  for (const [name, [description, action]] of Object.entries(failures)) {
    lab
      .command(`${name} <node>`)
      .description(description)
      .action((node: string) => action(node));
  }
}
