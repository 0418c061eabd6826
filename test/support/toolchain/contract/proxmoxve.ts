import assert from "node:assert/strict";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Properties } from "../../../../toolchain/plugins/property";
import { ApiDouble, goodToken } from "../../../../lab/pve/api/apiDouble";
import { Plugin } from "../plugin";
import { standIns } from "../standIns";

const plugin = "pulumi-resource-proxmoxve";

/** The official plugin at QUORATE_PROXMOXVE_PLUGIN, or else on PATH. */
function official(): string | undefined {
  const given = process.env["QUORATE_PROXMOXVE_PLUGIN"];
  if (given !== undefined) return given;
  const found = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, plugin));
  // bin/pulumi puts the stand-ins on PATH.
  return found.find((path) => existsSync(path) && !realpathSync(path).startsWith(realpathSync(standIns())));
}

/** Describes the contract by the stand-in, and by the official plugin if there is one. */
export function onEachPlugin(title: string, tests: (start: () => Promise<Proxmoxve>) => void): void {
  describe(`the proxmoxve plugin${title}`, () => {
    tests(() => Proxmoxve.start(join(standIns(), "plugins", plugin)));
  });
  const path = official();
  if (path === undefined) return;
  describe(`the official proxmoxve plugin${title}`, () => {
    tests(() => Proxmoxve.start(path));
  });
}

interface Made {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const started = (
  path: string,
  api: ApiDouble,
  args: Properties = {},
  env: NodeJS.ProcessEnv = { SSL_CERT_DIR: api.caFolder },
): Promise<Plugin> => Plugin.start(path, "", { endpoint: api.endpoint, apiToken: goodToken, ...args }, env);

/** The proxmoxve plugin before a double of Proxmox's API, with three guests and three nodes. */
export class Proxmoxve {
  private constructor(
    private readonly path: string,
    readonly api: ApiDouble,
    readonly plugin: Plugin,
  ) {}

  static async start(path: string): Promise<Proxmoxve> {
    const api = await ApiDouble.start();
    return new Proxmoxve(path, api, await started(path, api));
  }

  /** One more plugin, with other arguments of the provider or another environment. */
  another(args: Properties, env?: NodeJS.ProcessEnv): Promise<Plugin> {
    return started(this.path, this.api, args, env);
  }

  async stop(): Promise<void> {
    await this.plugin.stop();
    await this.api.stop();
  }

  reset(): void {
    const { api } = this;
    const { ha } = api;
    for (const file of [ha.resources, ha.rules, ha.groups]) file.clear();
    for (const id of ["100", "101", "102"]) ha.guests.set(id, "vm");
    ha.nodeStatus = { n1: "online", n2: "online", n3: "online" };
    ha.quorate = true;
    api.version = "9.1.6";
    api.disturb = () => undefined;
    api.heard.length = 0;
  }

  /** The requests so far, with the decoded forms. */
  said(): string[] {
    return this.api.heard.map(
      ({ method, path, body }) => `${method} ${path}${body === "" ? "" : ` ${decodeURIComponent(body)}`}`,
    );
  }

  manage(...sids: string[]): void {
    for (const sid of sids) this.api.ha.resources.set(sid, { state: "started" });
  }

  async create(type: string, given: Properties): Promise<Made> {
    this.plugin.type = type;
    const { inputs, failures } = await this.plugin.check(given);
    assert.deepEqual(failures, []);
    return { inputs, ...(await this.plugin.create(inputs)) };
  }

  /** An update of the resource that `create` made; forgets the requests before. */
  async update(made: Made, given: Properties): Promise<Properties> {
    const { inputs } = await this.plugin.check(given, made.inputs);
    this.api.heard.length = 0;
    return this.plugin.update(made.outputs, made.inputs, inputs, { id: made.id });
  }

  difference(
    made: Pick<Made, "inputs">,
    given: Properties,
    state: Properties,
  ): Promise<Record<string, string>> {
    return this.plugin.diff(made.inputs, given, state);
  }
}
