import { connect } from "node:net";
import { statusScript } from "../../../agent/status/script";
import { listed } from "../../../agent/status/foreign";
import type { Model } from "../../../model";
import { printEndpoint } from "../../../model/address";
import { frontendOutputs, vipOutputs } from "../../../outputs";
import { readStack, type StackOptions } from "../stackFile";
import { table } from "../../table";
import { ask } from "../status/ask";
import { statusOf } from "../status/compute";
import type { Status } from "../status/schema";

/** Seconds for a node's answer, and milliseconds for a connection to a service. */
const patience = 5;
const connectMs = 3000;

/** Whether something accepts connections at a URL's port, by URL. */
export type Accepts = ReadonlyMap<string, boolean>;

/** The addresses with their masters and whether they answer this machine; then the status' problems as warnings. */
export function endingText(model: Model, { vips, problems }: Status, accepts: Accepts): string {
  const master = (address: string): string =>
    listed(vips.find((vip) => vip.address === address)?.holders ?? []) || "none";
  const answers = (url: string | null): string => {
    const accepted = url === null ? undefined : accepts.get(url);
    return accepted === undefined ? "not asked" : accepted ? "yes" : "NO";
  };
  const rows = [
    ...vipOutputs(model, {}).map(({ group, address, url }) => [
      ...[`VIP ${group}`, address, master(address), answers(url)],
    ]),
    ...frontendOutputs(model).map(({ name, address, port, url }) => [
      ...[`frontend ${name}`, printEndpoint(address, port), master(address), answers(url)],
    ]),
  ];
  return [
    ...(rows.length > 0 ? [table(["", "ADDRESS", "MASTER", "ANSWERS"], rows)] : []),
    ...problems.map(({ subject, problem }) => `warning: ${subject}: ${problem}`),
  ].join("\n");
}

/** Asks the nodes and the services, and prints the end of an update. */
export async function printEnding(folder: string, options: StackOptions): Promise<void> {
  const { stack, model } = readStack(options);
  const answers = await ask(model, statusScript(folder), patience);
  const status = statusOf(model, answers, { stack, at: new Date().toISOString() });
  const urls = [...vipOutputs(model, {}), ...frontendOutputs(model)].flatMap(({ url }) => url ?? []);
  const accepts = await Promise.all(urls.map(async (url) => [url, await accepted(url)] as const));
  console.log(endingText(model, status, new Map(accepts)));
}

function accepted(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port || (protocol === "https:" ? 443 : 80)) });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(connectMs, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
