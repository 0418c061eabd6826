import type { CheckConfig } from "./checkSchema";

/** The target of a check. If `host` is undefined, it is the node's own address. Times are in seconds. */
export type CheckTarget =
  | { readonly kind: "process"; readonly process: string }
  | { readonly kind: "systemd"; readonly unit: string }
  | { readonly kind: "tcp"; readonly host?: string | undefined; readonly port: number }
  | {
      readonly kind: "http";
      readonly scheme: "http" | "https";
      readonly url?: string | undefined;
      readonly host?: string | undefined;
      readonly port: number;
      readonly path: string;
      readonly status?: number | undefined;
      readonly insecure: boolean;
    }
  | { readonly kind: "quorate" };

export interface Check {
  readonly name: string;
  readonly target: CheckTarget;
  readonly interval: number;
  readonly timeout: number;
  readonly fall: number;
  readonly rise: number;
  /** 0: a failed check means FAULT. */
  readonly weight: number;
}

export interface TrackedInterface {
  readonly interface: string;
  readonly weight: number;
}

/** The resolved check. Undefined for an interface, which keepalived watches itself. */
export function resolveCheck(config: CheckConfig, weight: number): Check | undefined {
  const target = targetOf(config);
  if (target === undefined) return undefined;
  const { interval, fall, rise } = config;
  const name = config.name ?? nameOf(target);
  return {
    name,
    target,
    interval,
    timeout: config.timeout ?? interval,
    fall,
    rise,
    weight: target.kind === "quorate" ? 0 : (config.weight ?? weight),
  };
}

function targetOf(config: CheckConfig): CheckTarget | undefined {
  if (config.process !== undefined) return { kind: "process", process: config.process };
  if (config.systemd !== undefined) return { kind: "systemd", unit: withSuffix(config.systemd) };
  if (config.tcp !== undefined) return { kind: "tcp", ...config.tcp };
  if (config.http !== undefined) {
    return { kind: "http", scheme: "http", insecure: false, ...config.http, port: config.http.port ?? 80 };
  }
  if (config.https !== undefined) {
    return { kind: "http", scheme: "https", ...config.https, port: config.https.port ?? 443 };
  }
  return config.quorate ? { kind: "quorate" } : undefined;
}

/** Appends `.service` to a name without a suffix, like systemctl. */
function withSuffix(unit: string): string {
  return /\.(service|socket|target|mount|timer|path|slice|scope)$/.test(unit) ? unit : `${unit}.service`;
}

function nameOf(target: CheckTarget): string {
  switch (target.kind) {
    case "process":
      return asLabel(target.process);
    case "systemd":
      return asLabel(target.unit.replace(/\.service$/, ""));
    case "tcp":
      return `tcp-${String(target.port)}`;
    case "http":
      return target.url ? asLabel(target.url).slice(0, 30) : `${target.scheme}-${String(target.port)}`;
    case "quorate":
      return "quorate";
  }
}

function asLabel(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
