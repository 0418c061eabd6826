import { readFileSync } from "node:fs";
import { addresses, inClient, knownHostsFile, ownRecord, waitFor } from "../../lab";
import type { Outputs } from "./deploy";
import { interrupt } from "../interrupt";
import { table } from "../table";

/** The node that answers on an address, as the client sees it; "" if none does. */
async function answerer(address: string, port: number): Promise<string> {
  const page = await inClient(["curl", "-ks", "--max-time", "3", `https://${address}:${port}/`]);
  const title = /<title>(\S+) - Proxmox/.exec(page.stdout)?.[1];
  if (title !== undefined) return title;
  const scan = await inClient(["ssh-keyscan", "-T", "3", "-t", "ed25519", "-p", String(port), address]);
  const key = scan.stdout.split(/\s/).at(-1);
  if (key) return ownerOf(key);
  // Neither HTTPS nor SSH. curl ends with 28 when the connection stands without data, with 7 when the node refuses
  // it.
  const { exitCode } = await inClient(["curl", "-s", "--max-time", "1", `telnet://${address}:${port}`]);
  return exitCode === 28 || exitCode === 0 ? "a server" : "";
}

/** The node that a host key belongs to. */
function ownerOf(key: string): string {
  const line = readFileSync(knownHostsFile, "utf8")
    .split("\n")
    .find((line) => line.endsWith(key));
  const address = line?.split(" ")[0];
  const [name] =
    Object.entries(ownRecord().topology.nodes).find(([, node]) => node.address === address) ?? [];
  return name ?? "a server with a host key of its own";
}

interface Answer {
  name: string;
  address: string;
  master: string;
  answeredBy: string;
}

async function ask({ vips, frontends }: Outputs): Promise<Answer[]> {
  const nodes = Object.keys(ownRecord().topology.nodes);
  const held = await Promise.all(nodes.map(async (node) => [node, await addresses(node)] as const));
  const master = (address: string): string =>
    held.flatMap(([node, list]) => (list.includes(address) ? [node] : [])).join(" and ");
  return Promise.all([
    // The web UI listens on every address of a node, so it answers on each VIP of that node.
    ...vips.map(async ({ group, address }) => ({
      name: `VIP ${group}`,
      address,
      master: master(address),
      answeredBy: await answerer(address, 8006),
    })),
    ...frontends.map(async ({ name, address, port }) => ({
      name: `frontend ${name}`,
      address: `${address}:${port}`,
      master: master(address),
      answeredBy: await answerer(address, port),
    })),
  ]);
}

const isWell = ({ master, answeredBy }: Answer): boolean => /^\S+$/.test(master) && answeredBy !== "";

/**
 * Asks every VIP and frontend until all answer, and returns the table.
 * @throws Error with the table if one never answers
 */
export async function checkAnswers(outputs: Outputs): Promise<string> {
  let answers: Answer[] = [];
  const show = (): string =>
    table(
      ["", "ADDRESS", "MASTER", "ANSWERED BY"],
      answers.map(({ name, address, master, answeredBy }) => [
        name,
        address,
        master || "none",
        answeredBy || "none",
      ]),
    );
  await waitFor(
    async () => {
      interrupt.throwIfAborted();
      answers = await ask(outputs);
      return answers.every(isWell);
    },
    {
      everyMs: 300,
      what: () => `every VIP to be held by one node, and everything to answer:\n${show()}`,
    },
  );
  return show();
}
