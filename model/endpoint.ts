import { canonical, isAddress } from "./address";
import * as limits from "./limits";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Parses `192.0.2.101:22` or `[2001:db8::1]:22`. Undefined if the text isn't an address and a port. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? "";
  const port = Number(match?.[3]);
  const bracketed = match?.[1] !== undefined;
  if (!isAddress(address) || bracketed !== address.includes(":")) return undefined;
  if (port < limits.port.min || port > limits.port.max) return undefined;
  return { address: canonical(address), port };
}
