import type {
  Policies,
  PolicyConfigSchema,
  ResourceRemediation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidation,
} from "@pulumi/policy";
import type { Finding } from "../model";
import { inputsOf } from "./inputs";
import type { Judgement } from "./judgement";
import type { Judge } from "./memory";
import { type Change, Program } from "./program";
import { registered } from "./registered";

/** The policies of a pack, without any program's state: the reader, and one for every rule. */
export function createPolicies(judgements: readonly Judgement[]): Policies {
  const reader = new Reader();
  reader.policies.push(...judgements.map((judgement) => new RulePolicy(judgement, reader)));
  // For the SDK, a policy judges resources or the stack if it has the method for that, now or later.
  return [reader, ...reader.policies] as Policies;
}

/**
 * Reads every resource before the other policies judge it. Only in a remediation does the SDK still mark secret inputs.
 * This one changes nothing. It runs first, and only at the level `remediate`.
 */
class Reader implements ResourceValidationPolicy {
  readonly name = "inputs";
  readonly description =
    "Reads inputs for the other policies and finds the secrets among them; changes nothing";
  readonly enforcementLevel = "remediate";
  readonly policies: RulePolicy[] = [];
  readonly program = new Program();
  readonly #secrets = new Map<string, ReadonlySet<string>>();
  #last: { readonly urn: string; readonly changes: readonly Change[] } | undefined;

  /** Whether the reader is active. The pack's configuration may have switched it off. */
  get active(): boolean {
    return this.#last !== undefined;
  }

  readonly remediateResource: ResourceRemediation = ({ urn, props }) => {
    this.#secrets.set(urn, inputsOf(props).secrets);
  };

  readonly validateResource: ResourceValidation = async (args) => {
    const changes = await this.#register(args);
    this.#last = { urn: args.urn, changes };
    for (const policy of this.policies) policy.read(changes);
  };

  /** The changes that the validated resource brings. */
  async changes(args: ResourceValidationArgs): Promise<readonly Change[]> {
    return this.#last?.urn === args.urn ? this.#last.changes : this.#register(args);
  }

  #register(args: ResourceValidationArgs): Promise<readonly Change[]> {
    return this.program.register(registered(args, this.#secrets.get(args.urn)));
  }
}

/**
 * One rule's policy. The SDK unpacks a resource's inputs for each policy with a `validateResource`. For fifty policies
 * that costs more than all their rules. So a policy without findings has no such method.
 */
class RulePolicy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel;
  readonly configSchema?: PolicyConfigSchema;
  readonly remediateResource?: ResourceRemediation;
  readonly #judge: Judge;
  /** From the pack's configuration. If the rule has options, they are known from the first resource on. */
  #options: object | undefined;
  /** Findings on the last resource; undefined if it hasn't been judged yet. */
  #found: readonly Finding[] | undefined;

  constructor(
    { rule, level, options, remediate, begin }: Judgement,
    private readonly reader: Reader,
  ) {
    this.name = rule.name;
    this.description = rule.title;
    this.enforcementLevel = level;
    if (options) this.configSchema = { properties: options };
    else this.#options = {};
    if (remediate) this.remediateResource = remediate;
    this.#judge = begin();
  }

  /** Judges the changes of the last resource, once the options are known. */
  read(changes: readonly Change[]): void {
    this.#found = this.#options && this.#judged(changes, this.#options);
  }

  get validateResource(): ResourceValidation | undefined {
    return this.reader.active && this.#found?.length === 0 ? undefined : this.#validate;
  }

  get validateStack(): StackValidation | undefined {
    return this.#options && this.#concluded(this.#options).length === 0 ? undefined : this.#validateStack;
  }

  readonly #validate: ResourceValidation = async (args, report) => {
    const options = (this.#options ??= args.getConfig());
    const known = this.reader.active ? this.#found : undefined;
    for (const finding of known ?? this.#judged(await this.reader.changes(args), options)) {
      report(print(finding));
    }
  };

  readonly #validateStack: StackValidation = (args, report) => {
    for (const finding of this.#concluded((this.#options ??= args.getConfig()))) report(print(finding));
  };

  #judged(changes: readonly Change[], options: object): Finding[] {
    return changes.flatMap((change) => this.#judge.change(change, this.reader.program, options));
  }

  #concluded(options: object): readonly Finding[] {
    return this.#judge.conclude(this.reader.program, options);
  }
}

function print({ path, message }: Finding): string {
  return `${path}: ${message}`;
}
