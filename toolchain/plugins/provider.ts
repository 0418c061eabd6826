import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { cancellation } from "./cancellation";
import { changes, type Change } from "./diff";
import { diffed } from "./diffResponse";
import { engineAt, engineLog, type Log } from "./log";
import { type Properties, revealAll } from "./property";
import { announce, failure, serve } from "./serve";

export interface Failure {
  property: string;
  reason: string;
}

/** The context of an operation, beside its properties. */
export interface Context {
  urn: string;
  /** The id of the resource; "" before it has one. */
  id: string;
  /** The arguments of the provider, without secret marks. */
  config: Properties;
  log: Log;
  /** Aborted when the engine cancels; the operation must then end. */
  signal: AbortSignal;
}

/** A kind of resource. Properties keep their secret marks; the result of an operation becomes the state. */
export interface Kind {
  check(news: Properties, olds: Properties): { inputs: Properties; failures: Failure[] };
  /** The properties that Diff compares. Default: the inputs. */
  comparable?: (inputs: Properties) => Properties;
  /** The differences that an update has to make. Default: those between the inputs. */
  difference?: (state: Properties, news: Properties) => Map<string, Change>;
  /** Whether a change at this property path asks for a new resource. */
  replaces(path: string): boolean;
  /** The outputs that a preview can promise. */
  planCreate(inputs: Properties): Properties;
  create(inputs: Properties, context: Context): Promise<{ id: string; outputs: Properties }>;
  planUpdate(state: Properties, inputs: Properties): Properties;
  update(state: Properties, inputs: Properties, context: Context): Promise<Properties>;
  delete(state: Properties, context: Context): Promise<void>;
  /** The resource of `context.id` as it is; undefined if it's gone. Default: the state, and no import. */
  read?: (inputs: Properties, context: Context) => Promise<Reading | undefined>;
}

/** What a refresh or an import finds. */
export interface Reading {
  inputs: Properties;
  outputs: Properties;
}

export interface Provider {
  /** `command`, as in `pulumi-resource-command`. */
  name: string;
  version: string;
  /** The mistakes in the provider's own arguments. */
  checkConfig?: (args: Properties) => Failure[];
  /** By type token. The stand-in refuses any other type by name. */
  kinds: Record<string, Kind>;
  /** By function token. */
  functions: Record<string, (args: Properties, context: Context) => Promise<Properties>>;
}

/** Serves the provider to the engine that started this process. It lives until the engine ends it. */
export async function serveProvider(provider: Provider): Promise<void> {
  announce(await serveAttached(provider, process.argv.at(-1)));
}

/**
 * Serves the provider, also to engines that attach to it, one after another (PULUMI_DEBUG_PROVIDERS).
 * @param engine the address of the engine that started this process
 * @returns the port
 */
export function serveAttached(provider: Provider, engine = ""): Promise<number> {
  const plugin = `pulumi-resource-${provider.name}`;
  return serve(plugin, ResourceProviderService, methodsOf(provider, plugin, engine));
}

function methodsOf(provider: Provider, plugin: string, address: string): UntypedServiceImplementation {
  let engine = address === "" ? undefined : engineAt(address);
  let cancelled = cancellation();
  let config: Properties = {};
  const context = (urn: string, id = ""): Context => ({
    ...{ urn, id, config, log: engineLog(engine, urn), signal: cancelled.signal },
  });
  const kindOf = (urn: string): Kind => {
    const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const kind = provider.kinds[token];
    if (kind) return kind;
    const has = Object.keys(provider.kinds).join(", ");
    throw new Error(
      `${plugin}: the stand-in has no ${token}, only ${has}; install the Pulumi CLI for it (toolchain/README.md)`,
    );
  };
  return {
    attach: answer((request: PluginAttach) => {
      engine?.close();
      engine = engineAt(request.getAddress());
      cancelled = cancellation();
      return new Empty();
    }),
    getPluginInfo: answer(() => {
      const info = new PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    checkConfig: answer((request: pb.CheckRequest) =>
      checked(request.getNews(), provider.checkConfig?.(bare(request.getNews())) ?? []),
    ),
    diffConfig: answer(() => new pb.DiffResponse()),
    configure: answer((request: pb.ConfigureRequest) => {
      config = bare(request.getArgs());
      const response = new pb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: answer((request: pb.CheckRequest) => {
      const { inputs, failures } = kindOf(request.getUrn()).check(
        read(request.getNews()),
        read(request.getOlds()),
      );
      return checked(write(inputs), failures);
    }),
    diff: answer((request: pb.DiffRequest) => {
      const kind = kindOf(request.getUrn());
      const olds = read(request.getOldInputs());
      const news = read(request.getNews());
      for (const key of request.getIgnorechangesList()) if (olds[key] !== undefined) news[key] = olds[key];
      const { comparable = (inputs: Properties) => inputs } = kind;
      const found =
        kind.difference?.(read(request.getOlds()), news) ?? changes(comparable(olds), comparable(news));
      return diffed(found, (path) => kind.replaces(path));
    }),
    create: answer(async (request: pb.CreateRequest) => {
      const kind = kindOf(request.getUrn());
      const inputs = read(request.getProperties());
      const response = new pb.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(write(kind.planCreate(inputs)));
        return response;
      }
      const { id, outputs } = await kind.create(inputs, context(request.getUrn()));
      response.setId(id);
      response.setProperties(write(outputs));
      return response;
    }),
    read: answer(async (request: pb.ReadRequest) => {
      const kind = kindOf(request.getUrn());
      if (kind.read) {
        const found = await kind.read(read(request.getInputs()), context(request.getUrn(), request.getId()));
        const response = new pb.ReadResponse();
        if (found === undefined) return response;
        response.setId(request.getId());
        response.setProperties(write(found.outputs));
        response.setInputs(write(found.inputs));
        return response;
      }
      // A refresh sends the state and gets it back; an import sends an id alone.
      if (Object.keys(read(request.getProperties())).length === 0) {
        throw new Error(
          `${plugin}: the stand-in imports nothing; install the Pulumi CLI for it (toolchain/README.md)`,
        );
      }
      const response = new pb.ReadResponse();
      response.setId(request.getId());
      response.setProperties(request.getProperties());
      response.setInputs(request.getInputs());
      return response;
    }),
    update: answer(async (request: pb.UpdateRequest) => {
      const kind = kindOf(request.getUrn());
      const state = read(request.getOlds());
      const inputs = read(request.getNews());
      for (const key of request.getIgnorechangesList())
        if (state[key] !== undefined) inputs[key] = state[key];
      const outputs = request.getPreview()
        ? kind.planUpdate(state, inputs)
        : await kind.update(state, inputs, context(request.getUrn(), request.getId()));
      const response = new pb.UpdateResponse();
      response.setProperties(write(outputs));
      return response;
    }),
    delete: answer(async (request: pb.DeleteRequest) => {
      const [urn, state] = [request.getUrn(), read(request.getProperties())];
      await kindOf(urn).delete(state, context(urn, request.getId()));
      return new Empty();
    }),
    invoke: answer(async (request: pb.InvokeRequest) => {
      const run = provider.functions[request.getTok()];
      if (!run)
        throw new Error(`${plugin}: the stand-in has no ${request.getTok()}; install the Pulumi CLI for it`);
      const response = new pb.InvokeResponse();
      response.setReturn(write(await run(read(request.getArgs()), context(""))));
      return response;
    }),
    cancel: answer(() => {
      cancelled.abort(new Error("cancelled"));
      return new Empty();
    }),
  };
}

function answer<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): void => {
    Promise.resolve(call.request)
      .then(handle)
      .then(
        (response) => {
          done(null, response);
        },
        (error: unknown) => {
          done(failure(error));
        },
      );
  };
}

function checked(inputs: Struct | undefined, failures: Failure[]): pb.CheckResponse {
  const response = new pb.CheckResponse();
  response.setInputs(inputs);
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const wrong = new pb.CheckFailure();
      wrong.setProperty(property);
      wrong.setReason(reason);
      return wrong;
    }),
  );
  return response;
}

function read(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** The properties without secret marks, for use only. */
function bare(struct: Struct | undefined): Properties {
  return revealAll(read(struct)) as Properties;
}

function write(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}
