/**
 * A language host that keeps Pulumi's SDK and quorate's program loaded over many runs of the engine, which connects
 * to it by `--client`. It also serves the stand-ins for its plugins. It prints the port of the host and, for
 * PULUMI_DEBUG_PROVIDERS, those of the stand-ins. It ends when its standard input does.
 */
import { createRequire } from "node:module";
import { setImmediate, setTimeout } from "node:timers/promises";
import { log, ResourceError, RunError } from "@pulumi/pulumi";
import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPackagesResponse, RunResponse, type RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { setAllConfig } from "@pulumi/pulumi/runtime/config";
import { ResourceMonitorClient, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { disconnect, disconnectSync, resetOptions } from "@pulumi/pulumi/runtime/settings";
import { runInPulumiStack } from "@pulumi/pulumi/runtime/stack";
import * as state from "@pulumi/pulumi/runtime/state";
import { command } from "../../../toolchain/plugins/command/command";
import { serveAttached } from "../../../toolchain/plugins/provider";
import { random } from "../../../toolchain/plugins/random/random";
import { serve } from "../../../toolchain/plugins/serve";

// The SDK's automation API gives each run its own state with this function, which its types don't show.
const { withLocalStorage } = state as unknown as { withLocalStorage: <T>(run: () => T) => T };

const load = createRequire(__filename);
const program = load.resolve("../../../index");

/** The number of calls to the engine that have no answer yet. */
let calls = 0;

type Method = (this: unknown, ...given: unknown[]) => unknown;
const monitor = ResourceMonitorClient.prototype as unknown as Record<string, Method>;
for (const name of Object.keys(ResourceMonitorService)) {
  const method = monitor[name];
  if (method === undefined) continue;
  monitor[name] = function (...given) {
    const done = given.pop() as Method;
    calls++;
    return method.call(this, ...given, (...answer: unknown[]) => {
      calls--;
      done(...answer);
    });
  };
}

/** Waits until the engine has answered all calls, and the program makes no others. */
async function idle(): Promise<void> {
  for (let quiet = 0; quiet < 10; quiet = calls === 0 ? quiet + 1 : 0) await setTimeout(20);
}

/** Evaluates index.ts anew. Its imports stay loaded. */
function evaluate(): unknown {
  Reflect.deleteProperty(load.cache, program);
  return load(program);
}

/** Shows an error as the SDK's own cmd/run does. */
function show(error: unknown): void {
  if (RunError.isInstance(error)) void log.error(error.message);
  else if (ResourceError.isInstance(error) && error.hideStack) void log.error(error.message, error.resource);
  else void log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** @returns whether the program ended without an error */
async function run(request: RunRequest): Promise<boolean> {
  resetOptions(
    request.getProject(),
    request.getStack(),
    request.getParallel(),
    request.getArgsList()[0] ?? "",
    request.getMonitorAddress(),
    request.getDryrun(),
    request.getOrganization(),
  );
  setAllConfig(Object.fromEntries(request.getConfigMap().toArray()), request.getConfigsecretkeysList());
  const shown = new Set<unknown>();
  let fail: () => void;
  const failed = new Promise<void>((resolve) => (fail = resolve));
  const onError = (error: unknown): void => {
    if (!shown.has(error)) show(error);
    shown.add(error);
    fail();
  };
  process.on("uncaughtException", onError).on("unhandledRejection", onError);
  const whole = runInPulumiStack(() => Promise.resolve(evaluate()))
    .catch(onError)
    .then(() => disconnect())
    .then(() => setImmediate()); // node tells of unhandled rejections then; an engine that misses one deletes everything
  // Resources that wait for what failed never end. A process of the program's own ends without them.
  await Promise.race([whole, failed.then(idle)]);
  disconnectSync();
  process.off("uncaughtException", onError).off("unhandledRejection", onError);
  return shown.size === 0 && !log.hasErrors();
}

process.stdin.resume().once("end", () => process.exit());

const host = serve("quorate's resident program", LanguageRuntimeService, {
  getRequiredPackages: (_call: unknown, done: sendUnaryData<GetRequiredPackagesResponse>) => {
    done(null, new GetRequiredPackagesResponse());
  },
  getPluginInfo: (_call: unknown, done: sendUnaryData<PluginInfo>) => {
    done(null, new PluginInfo());
  },
  run: ({ request }: ServerUnaryCall<RunRequest, RunResponse>, done: sendUnaryData<RunResponse>) => {
    void withLocalStorage(() => run(request)).then((clean) => {
      const response = new RunResponse();
      response.setBail(!clean);
      done(null, response);
    });
  },
});

void Promise.all([host, serveAttached(command), serveAttached(random)]).then(([port, ...plugins]) => {
  console.log(`${String(port)} command:${String(plugins[0])},random:${String(plugins[1])}`);
});
