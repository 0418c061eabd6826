import { createRequire } from "node:module";
import type {
  EnforcementLevel,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { judgements } from "../../../policy/judgements";
import { createPolicies } from "../../../policy/policies";
import { asTheSdkGives } from "./wire";

const { serializeProperties } = createRequire(__filename)("@pulumi/policy/deserialize") as {
  serializeProperties: (properties: object) => Promise<Record<string, unknown>>;
};

export interface Violation {
  readonly policy: string;
  readonly level: EnforcementLevel;
  readonly message: string;
}

/** A resource that a program declares. Its inputs have the engine's wire form. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: object;
  /** The type of its parent. */
  readonly parent?: string;
}

type Policy = Partial<ResourceValidationPolicy & StackValidationPolicy> & { readonly name: string };
type Config = Readonly<
  Record<string, EnforcementLevel | ({ enforcementLevel?: EnforcementLevel } & Record<string, unknown>)>
>;

/** Drives the pack like engine and SDK: levels, options, remediations before validations, the stack at the end. */
export class Pack {
  readonly policies = createPolicies(judgements) as readonly Policy[];

  constructor(private readonly config: Config = {}) {}

  /** The violations of a resource, and its inputs after all remediations. */
  async register(resource: Declared): Promise<{ violations: Violation[]; inputs: Record<string, unknown> }> {
    let inputs = JSON.parse(JSON.stringify(resource.inputs)) as Record<string, unknown>;
    for (const policy of this.policies) {
      if (this.#level(policy) !== "remediate" || !policy.remediateResource) continue;
      const props = asTheSdkGives(inputs, "remediation");
      const result = await policy.remediateResource(this.#args(policy, resource, props));
      if (result) inputs = await serializeProperties(result);
    }
    const violations: Violation[] = [];
    for (const policy of this.policies) {
      const level = this.#level(policy);
      const validate = policy.validateResource;
      if (level === "disabled" || typeof validate !== "function") continue;
      const args = this.#args(policy, resource, asTheSdkGives(inputs, "validation"));
      await validate(args, (message) =>
        violations.push({ policy: policy.name, level: shown(level), message }),
      );
    }
    return { violations, inputs };
  }

  /** The violations of the stack, after the registration of all resources. */
  async finish(): Promise<Violation[]> {
    const violations: Violation[] = [];
    for (const policy of this.policies) {
      const level = this.#level(policy);
      if (level === "disabled" || !policy.validateStack) continue;
      const args = { getConfig: () => this.#options(policy) } as unknown as StackValidationArgs;
      await policy.validateStack(args, (message) =>
        violations.push({ policy: policy.name, level: shown(level), message }),
      );
    }
    return violations;
  }

  #level({ name, enforcementLevel = "advisory" }: Policy): EnforcementLevel {
    const own = this.config[name];
    const configured = typeof own === "object" ? own.enforcementLevel : own;
    return configured ?? (this.config["all"] as EnforcementLevel | undefined) ?? enforcementLevel;
  }

  #options({ name }: Policy): object {
    const own = this.config[name];
    return typeof own === "object" ? own : {};
  }

  #args(policy: Policy, { type, name, parent }: Declared, props: object): ResourceValidationArgs {
    const opts = parent === undefined ? {} : { parent: `urn:pulumi:test::project::${parent}::its-parent` };
    const urn = `urn:pulumi:test::project::${type}::${name}`;
    return {
      type,
      name,
      urn,
      props,
      opts,
      getConfig: () => this.#options(policy),
    } as unknown as ResourceValidationArgs;
  }
}

/** As in the SDK: a violation that a remediation left is mandatory. */
function shown(level: EnforcementLevel): EnforcementLevel {
  return level === "remediate" ? "mandatory" : level;
}

/** The violations of a program; with a named policy, only its own. */
export async function violations(
  resources: readonly Declared[],
  config?: Config,
  policy?: string,
): Promise<string[]> {
  const pack = new Pack(config);
  const found: Violation[] = [];
  for (const resource of resources) found.push(...(await pack.register(resource)).violations);
  found.push(...(await pack.finish()));
  return found
    .filter((each) => policy === undefined || each.policy === policy)
    .map((each) => (policy === undefined ? `${each.policy} ${each.message}` : each.message));
}

/** A remote Command with all required inputs. */
export function command(name: string, inputs: object, host = name): Declared {
  const connection = { host, user: "root", hostKey: "ssh-ed25519 AAAA" };
  return { type: "command:remote:Command", name, inputs: { connection, ...inputs } };
}

/** A remote Command that writes keepalived.conf. */
export function keepalived(host: string, text: string): Declared {
  return command(host, { create: `cat >/etc/keepalived/keepalived.conf <<'EOF'\n${text}\nEOF\n` });
}

/** A VRRP password that Pulumi generates. */
export function generated(length: number): Declared {
  const type = "random:index/randomPassword:RandomPassword";
  return { type, name: "vrrp-password", inputs: { length, special: false } };
}
