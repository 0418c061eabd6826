import assert from "node:assert/strict";
import { join } from "node:path";
import type { Properties } from "../../../../toolchain/plugins/property";
import { ApiDouble, goodToken } from "../../../../lab/pve/api/apiDouble";
import { Plugin } from "../plugin";
import { standIns } from "../standIns";

/** The contract also holds for the official plugin. QUORATE_PROXMOXVE_PLUGIN is its path. */
const path = () =>
  process.env.QUORATE_PROXMOXVE_PLUGIN ?? join(standIns(), "plugins", "pulumi-resource-proxmoxve");

interface Made {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The proxmoxve plugin before a double of Proxmox's API, with three guests and three nodes. */
export class Proxmoxve {
  private constructor(
    readonly api: ApiDouble,
    readonly plugin: Plugin,
  ) {}

  static async start(): Promise<Proxmoxve> {
    const api = await ApiDouble.start();
    return new Proxmoxve(api, await Proxmoxve.plugin(api));
  }

  /** One more plugin, with other arguments of the provider or another environment. */
  static plugin(
    api: ApiDouble,
    args: Properties = {},
    env: NodeJS.ProcessEnv = { SSL_CERT_DIR: api.caFolder },
  ): Promise<Plugin> {
    return Plugin.start(path(), "", { endpoint: api.endpoint, apiToken: goodToken, ...args }, env);
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
