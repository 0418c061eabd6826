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
import type { Judge, Judgement } from "./judgement";
import { type Change, Program } from "./program";
import { registered } from "./registered";

/** The policies of a pack: the one that reads, and one for every rule. They know nothing of any program yet. */
export function createPolicies(judgements: readonly Judgement[]): Policies {
  const reader = new Reader();
  reader.policies.push(...judgements.map((judgement) => new RulePolicy(judgement, reader)));
  // The SDK takes a policy for one of resources or of the stack as long as it has the method for it, now or later.
  return [reader, ...reader.policies] as Policies;
}

/**
 * Reads every resource before the other policies are asked about it. A remediation is the only place where the SDK
 * still tells which inputs are secrets; this one changes nothing. It runs first, and only at the level `remediate`.
 */
class Reader implements ResourceValidationPolicy {
  readonly name = "inputs";
  readonly description = "Reads inputs for the other policies, and sees which are secrets; changes nothing";
  readonly enforcementLevel = "remediate";
  readonly policies: RulePolicy[] = [];
  readonly program = new Program();
  readonly #secrets = new Map<string, ReadonlySet<string>>();
  #last: { readonly urn: string; readonly changes: readonly Change[] } | undefined;

  /** Whether it reads at all: the pack's configuration may have switched it off. */
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

  /** What the resource that's being validated changes. */
  async changes(args: ResourceValidationArgs): Promise<readonly Change[]> {
    return this.#last?.urn === args.urn ? this.#last.changes : this.#register(args);
  }

  #register(args: ResourceValidationArgs): Promise<readonly Change[]> {
    return this.program.register(registered(args, this.#secrets.get(args.urn)));
  }
}

/**
 * A rule. The SDK unpacks a resource's inputs anew for each policy that has a `validateResource`, which for fifty
 * policies costs more than all their rules: a policy without anything to say has none.
 */
class RulePolicy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel;
  readonly configSchema?: PolicyConfigSchema;
  readonly remediateResource?: ResourceRemediation;
  readonly #judge: Judge;
  /** Of the pack's configuration; where there may be some, the first resource tells. */
  #options: object | undefined;
  /** In what was read last; undefined where that wasn't judged yet. */
  #found: readonly Finding[] | undefined;

  constructor(
    { rule, level, options, remediate, begin }: Judgement,
    private readonly reader: Reader,
  ) {
    this.name = rule.policy;
    this.description = rule.title;
    this.enforcementLevel = level;
    if (options) this.configSchema = { properties: options };
    else this.#options = {};
    if (remediate) this.remediateResource = remediate;
    this.#judge = begin();
  }

  /** Judges what was read, once the options are known. */
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
