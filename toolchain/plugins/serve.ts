import type { EventEmitter } from "node:events";
import {
  Server,
  ServerCredentials,
  status,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";

/** The gRPC client and server options of every plugin: no limit on the size of a message. */
export const channelOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
};

/**
 * Serves `methods` on a free loopback port. A method of the service that `methods` lacks answers UNIMPLEMENTED with
 * the name of the stand-in.
 * @returns the port
 */
export function serve(
  plugin: string,
  service: ServiceDefinition,
  methods: UntypedServiceImplementation,
): Promise<number> {
  const server = new Server(channelOptions);
  server.addService(service, { ...refusals(plugin, service), ...methods });
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error) {
        reject(error);
        return;
      }
      resolve(port);
    });
  });
}

/** Prints the port, as the engine expects it of a plugin that it starts. */
export function announce(port: number): void {
  process.stdout.write(`${String(port)}\n`);
}

/** The gRPC failure of an operation. The engine shows its message alone. */
export function failure(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return { code: status.UNKNOWN, details: message, message };
}

function refusals(plugin: string, service: ServiceDefinition): UntypedServiceImplementation {
  const refuse = (name: string) => (call: EventEmitter, done?: (refusal: object) => void) => {
    const details = `${plugin}: the stand-in does not have ${name}; install the Pulumi CLI for it (toolchain/README.md)`;
    const refusal = { code: status.UNIMPLEMENTED, details };
    if (done) done(refusal);
    else call.emit("error", refusal);
  };
  return Object.fromEntries(Object.keys(service).map((name) => [name, refuse(name)]));
}
