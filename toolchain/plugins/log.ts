import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { channelOptions } from "./serve";

export type Severity = "info" | "warning" | "error";

export interface Log {
  /** Shows a message beside the resource; an ephemeral one only while the operation runs. */
  (severity: Severity, message: string, ephemeral?: boolean): void;
  /** Resolves when the engine has taken every message sent so far. */
  flushed(): Promise<void>;
}

const severities = { info: LogSeverity.INFO, warning: LogSeverity.WARNING, error: LogSeverity.ERROR };

/** @returns a client of the engine at an address, "127.0.0.1:1234" */
export function engineAt(address: string): EngineClient {
  return new EngineClient(address, credentials.createInsecure(), channelOptions);
}

/** A log of one resource's operation. */
export function engineLog(engine: EngineClient | undefined, urn: string): Log {
  let sent: Promise<void> = Promise.resolve();
  const log = (severity: Severity, message: string, ephemeral = false): void => {
    const request = new LogRequest();
    request.setSeverity(severities[severity]);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    sent = sent.then(() => deliver(engine, request));
  };
  return Object.assign(log, { flushed: () => sent });
}

function deliver(engine: EngineClient | undefined, request: LogRequest): Promise<void> {
  if (engine === undefined) return Promise.resolve();
  // If the engine no longer takes a message, the operation that sent it must not fail.
  return new Promise((resolve) =>
    engine.log(request, () => {
      resolve();
    }),
  );
}
