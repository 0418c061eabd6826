import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import type {
  sendUnaryData,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  GetRequiredPackagesResponse,
  LanguageHandshakeResponse,
  RunPluginResponse,
  RunResponse,
  type ProgramInfo,
  type RunPluginRequest,
  type RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { text } from "./property";
import { announce, failure, serve } from "./serve";

// @pulumi/pulumi's cmd/run exits with this code when it has shown the error itself.
const ERROR_ALREADY_SHOWN = 32;

const engineAddress = process.argv.at(-1) ?? "";
const children = new Set<ChildProcess>();

/** `pulumi-language-nodejs`: runs a program or a policy pack with node and the SDK it depends on. */
const methods: UntypedServiceImplementation = {
  handshake: (_call: unknown, done: sendUnaryData<LanguageHandshakeResponse>) => {
    done(null, new LanguageHandshakeResponse());
  },
  getPluginInfo: (_call: unknown, done: sendUnaryData<PluginInfo>) => {
    done(null, new PluginInfo());
  },
  // The program names its plugins' versions when it registers resources; the engine fetches nothing ahead.
  getRequiredPackages: (_call: unknown, done: sendUnaryData<GetRequiredPackagesResponse>) => {
    done(null, new GetRequiredPackagesResponse());
  },
  about: (_call: unknown, done: sendUnaryData<AboutResponse>) => {
    const about = new AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    done(null, about);
  },
  run: (call: ServerUnaryCall<RunRequest, RunResponse>, done: sendUnaryData<RunResponse>) => {
    run(call.request).then(
      (response) => {
        done(null, response);
      },
      (error: unknown) => {
        done(failure(error));
      },
    );
  },
  runPlugin: (stream: ServerWritableStream<RunPluginRequest, RunPluginResponse>) => {
    runPlugin(stream).catch((error: unknown) => stream.emit("error", failure(error)));
  },
  cancel: (_call: unknown, done: sendUnaryData<Empty>) => {
    stopChildren();
    done(null, new Empty());
  },
};

async function run(request: RunRequest): Promise<RunResponse> {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() ?? request.getPwd();
  const options = optionsOf(info);
  const flags = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engineAddress],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", info?.getRootDirectory() ?? ""],
    ["stack", request.getStack()],
    ["pwd", request.getPwd()],
    ["parallel", request.getParallel() > 0 ? String(request.getParallel()) : ""],
  ].flatMap(([name, value]) => (value ? [`--${String(name)}=${value}`] : []));
  if (request.getDryrun()) flags.push("--dry-run");
  const args = [info?.getEntryPoint() || request.getProgram(), ...request.getArgsList()];
  const child = start(sdk("run", directory), [...flags, ...args], directory, options, {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false),
    ...(options.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: text(options.tsconfig) }),
  });
  const code = await exitCode(child);
  const response = new RunResponse();
  if (code === ERROR_ALREADY_SHOWN) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${String(code)}`);
  return response;
}

async function runPlugin(stream: ServerWritableStream<RunPluginRequest, RunPluginResponse>): Promise<void> {
  const { request } = stream;
  if (request.getKind() !== "analyzer") {
    throw new Error(
      `pulumi-language-nodejs: the stand-in starts policy packs, not plugins of kind ${request.getKind()}; ` +
        "install the Pulumi CLI for those (toolchain/README.md)",
    );
  }
  const directory = request.getInfo()?.getProgramDirectory() || request.getProgram();
  const environment = Object.fromEntries(request.getEnvList().map(splitAssignment));
  // The pack's own directory, not the caller's, because it holds the pack's tsconfig.json.
  const child = start(
    sdk("run-policy-pack", directory),
    [...request.getArgsList(), "."],
    directory,
    optionsOf(request.getInfo()),
    environment,
    "pipe",
  );
  const forward = (set: (response: RunPluginResponse, chunk: Buffer) => void) => (chunk: Buffer) => {
    const response = new RunPluginResponse();
    set(response, chunk);
    stream.write(response);
  };
  child.stdout?.on(
    "data",
    forward((response, chunk) => response.setStdout(chunk)),
  );
  child.stderr?.on(
    "data",
    forward((response, chunk) => response.setStderr(chunk)),
  );
  stream.on("cancelled", () => child.kill());
  const last = new RunPluginResponse();
  last.setExitcode(await exitCode(child));
  stream.write(last);
  stream.end();
}

function start(
  program: string,
  args: string[],
  cwd: string,
  options: Record<string, unknown>,
  environment: NodeJS.ProcessEnv,
  output: "inherit" | "pipe" = "inherit",
): ChildProcess {
  const nodeArgs = text(options.nodeargs).split(" ").filter(Boolean);
  const env = { ...process.env, ...environment, PATH: withBinaries(cwd) };
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], {
    cwd,
    env,
    stdio: ["ignore", output, output],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** @throws if the program's dependencies are not installed */
function sdk(command: "run" | "run-policy-pack", directory: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve(`@pulumi/pulumi/cmd/${command}`);
  } catch {
    throw new Error(`@pulumi/pulumi is not installed in ${directory} or above; run \`npm ci\` there first`);
  }
}

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

function stopChildren(): void {
  for (const child of children) child.kill();
}

function optionsOf(info: ProgramInfo | undefined): Record<string, unknown> {
  return info?.getOptions()?.toJavaScript() ?? {};
}

function splitAssignment(assignment: string): [string, string] {
  const equals = assignment.indexOf("=");
  return [assignment.slice(0, equals), assignment.slice(equals + 1)];
}

function withBinaries(directory: string): string {
  return [join(directory, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopChildren();
    process.exit(1);
  });
}

void serve("pulumi-language-nodejs", LanguageRuntimeService, methods).then(announce);
