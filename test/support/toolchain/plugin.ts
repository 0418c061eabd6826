import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import {
  credentials,
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
} from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../../toolchain/plugins/property";

export interface Logged {
  severity: "DEBUG" | "INFO" | "WARNING" | "ERROR";
  message: string;
  ephemeral: boolean;
}

/** A resource plugin under test. The calls are the engine's. */
export class Plugin {
  /** The plugin's messages to the engine, in order. */
  readonly logs: Logged[] = [];
  #process!: ChildProcess;
  #client!: ResourceProviderClient;
  readonly #engine = new Server();

  /** @param type the type of the resources in the next calls */
  private constructor(public type: string) {}

  /** `args` are the provider's own, and `env` goes over this process's environment. */
  static async start(
    path: string,
    type: string,
    args: Properties = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<Plugin> {
    const plugin = new Plugin(type);
    await plugin.#start(path, args, env);
    return plugin;
  }

  #urnOf(name: string): string {
    return `urn:pulumi:test::contract::${this.type}::${name}`;
  }

  async #start(path: string, args: Properties, more: NodeJS.ProcessEnv): Promise<void> {
    const log = (call: ServerUnaryCall<LogRequest, Empty>, done: sendUnaryData<Empty>) => {
      const severity = (["DEBUG", "INFO", "WARNING", "ERROR"] as const)[call.request.getSeverity()];
      this.logs.push({
        severity,
        message: call.request.getMessage(),
        ephemeral: call.request.getEphemeral(),
      });
      done(null, new Empty());
    };
    this.#engine.addService(EngineService, { log });
    const enginePort = await new Promise<number>((resolve, reject) => {
      this.#engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
    const env = { ...process.env, ...more };
    delete env.SSH_AUTH_SOCK;
    this.#process = spawn(path, [`127.0.0.1:${String(enginePort)}`], {
      stdio: ["ignore", "pipe", "inherit"],
      env,
    });
    if (!this.#process.stdout) throw new Error("no stdout");
    const [port] = (await once(createInterface(this.#process.stdout), "line")) as [string];
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const configure = new pb.ConfigureRequest();
    configure.setAcceptsecrets(true);
    configure.setSendsOldInputs(true);
    configure.setArgs(struct(args));
    await this.#call("configure", configure);
  }

  /** The mistakes in the provider's own arguments. */
  async checkConfig(args: Properties): Promise<string[]> {
    const request = new pb.CheckRequest();
    request.setUrn("urn:pulumi:test::contract::pulumi:providers:proxmoxve::api");
    request.setOlds(struct({}));
    request.setNews(struct(args));
    const response = await this.#call<pb.CheckResponse>("checkConfig", request);
    return response.getFailuresList().map((failure) => failure.getProperty());
  }

  async stop(): Promise<void> {
    this.#client.close();
    this.#engine.forceShutdown();
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await gone;
  }

  async check(news: Properties, olds: Properties = {}) {
    const request = new pb.CheckRequest();
    request.setUrn(this.#urnOf("unit"));
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    request.setRandomseed(new Uint8Array(32));
    const response = await this.#call<pb.CheckResponse>("check", request);
    return {
      inputs: properties(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  /** The change's kind by property path, `{}` for no change. */
  async diff(
    oldInputs: Properties,
    news: Properties,
    state: Properties = oldInputs,
  ): Promise<Record<string, string>> {
    const response = await this.#call<pb.DiffResponse>("diff", this.#diffRequest(oldInputs, news, state));
    const kinds = Object.entries(pb.PropertyDiff.Kind);
    const found: Record<string, string> = {};
    response.getDetaileddiffMap().forEach((detail, path) => {
      found[path] = kinds.find(([, kind]) => kind === detail.getKind())?.[0] ?? "?";
    });
    const changed = response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME;
    if (changed !== Object.keys(found).length > 0) throw new Error("the diff contradicts itself");
    return found;
  }

  /** The properties whose change replaces the resource, sorted. `create` made `state` from `oldInputs`. */
  async replaces(oldInputs: Properties, news: Properties, state: Properties): Promise<string[]> {
    const response = await this.#call<pb.DiffResponse>("diff", this.#diffRequest(oldInputs, news, state));
    return [...new Set(response.getReplacesList().map((path) => path.replace(/[.[].*/, "")))].sort();
  }

  #diffRequest(oldInputs: Properties, news: Properties, state: Properties): pb.DiffRequest {
    const request = new pb.DiffRequest();
    request.setId("unit1");
    request.setUrn(this.#urnOf("unit"));
    request.setOlds(struct(state));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(news));
    return request;
  }

  async create(inputs: Properties, { preview = false, name = "unit" } = {}) {
    const request = new pb.CreateRequest();
    request.setUrn(this.#urnOf(name));
    request.setProperties(struct(inputs));
    request.setPreview(preview);
    const response = await this.#call<pb.CreateResponse>("create", request);
    return { id: response.getId(), outputs: properties(response.getProperties()) };
  }

  async update(
    state: Properties,
    oldInputs: Properties,
    news: Properties,
    { preview = false, id = "unit1" } = {},
  ) {
    const request = new pb.UpdateRequest();
    request.setId(id);
    request.setUrn(this.#urnOf("unit"));
    request.setOlds(struct(state));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(news));
    request.setPreview(preview);
    return properties((await this.#call<pb.UpdateResponse>("update", request)).getProperties());
  }

  async delete(state: Properties, id = "unit1"): Promise<void> {
    const request = new pb.DeleteRequest();
    request.setId(id);
    request.setUrn(this.#urnOf("unit"));
    request.setProperties(struct(state));
    await this.#call("delete", request);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new pb.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    return properties((await this.#call<pb.InvokeResponse>("invoke", request)).getReturn());
  }

  /** The call of `pulumi import`: the resource with an id. */
  async read(id: string): Promise<Properties> {
    const request = new pb.ReadRequest();
    request.setId(id);
    request.setUrn(this.#urnOf("unit"));
    request.setProperties(struct({}));
    return properties((await this.#call<pb.ReadResponse>("read", request)).getProperties());
  }

  /** The call of `pulumi refresh`, and without state that of an import. Undefined if the resource is gone. */
  async refresh(id: string, inputs: Properties = {}, state: Properties = {}) {
    const request = new pb.ReadRequest();
    request.setId(id);
    request.setUrn(this.#urnOf("unit"));
    request.setInputs(struct(inputs));
    request.setProperties(struct(state));
    const response = await this.#call<pb.ReadResponse>("read", request);
    if (response.getId() === "") return undefined;
    return { inputs: properties(response.getInputs()), outputs: properties(response.getProperties()) };
  }

  async schema(): Promise<string> {
    return (await this.#call<pb.GetSchemaResponse>("getSchema", new pb.GetSchemaRequest())).getSchema();
  }

  /** @throws Error with the plugin's own words */
  #call<Response>(method: string, request: object): Promise<Response> {
    const client = this.#client as unknown as Record<string, (...args: unknown[]) => void>;
    return new Promise((resolve, reject) => {
      client[method]?.(request, (error: { details: string } | null, response: Response) => {
        if (error) reject(new Error(error.details));
        else resolve(response);
      });
    });
  }
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}

function properties(value: Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}
