import type { ResourceRemediation } from "@pulumi/policy";
import { authPassLength as exactly } from "../../model/limits";
import { type AuthPassLength, vrrpAuthPassLength as rule } from "../../model/vrrp/rules/authPassLength";
import { type Component } from "../program";
import { groupOf, groupType } from "../componentArgs";
import { recordOf } from "../documents";
import { keepalivedOn, text } from "../example";
import { inputsOf } from "../inputs";
import { judgement } from "../judgement";
import { type Registered, typeOf } from "../registered";
import { instancesOf } from "./instance";

const passwordType = "random:index/randomPassword:RandomPassword";

/** Resource names that mark a VRRP password, in programs without quorate's components. */
const telling = /vrrp|keepalived|auth[-_ ]?pass/i;

export const authPassLength = judgement(rule, {
  component: ofGroup,
  host: (host) =>
    instancesOf(host).flatMap(({ at, authPass }) =>
      authPass === undefined ? [] : [{ path: at("auth_pass"), length: authPass.length }],
    ),
  resource: ofGenerated,
  options: {
    minimum: { type: "integer", minimum: 1, default: exactly, description: "the fewest characters" },
    maximum: { type: "integer", minimum: 1, default: exactly, description: "the most characters" },
  },
  remediate,
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ssh {
          authentication {
              auth_type PASS
              auth_pass aTwelveChars
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ssh {
          authentication {
              auth_type PASS
              auth_pass 8charact
          }
      }`,
  },
});

function ofGroup(component: Component): AuthPassLength[] {
  const { group, authPass } = groupOf(component) ?? {};
  if (group === undefined) return [];
  const path = `vrrp.${group.name}.authPass`;
  if (group.authPass.kind === "generated") return [{ path, length: group.authPass.length }];
  return group.authPass.kind === "given" && authPass !== undefined ? [{ path, length: authPass.length }] : [];
}

function isAuthPass({ type, name, parentType }: Pick<Registered, "type" | "name" | "parentType">): boolean {
  if (type !== passwordType) return false;
  return parentType === groupType || telling.test(name);
}

function ofGenerated(resource: Registered): AuthPassLength[] {
  const { length } = resource.inputs.values;
  return isAuthPass(resource) && typeof length === "number"
    ? [{ path: `${resource.name}.length`, length }]
    : [];
}

/** Corrects the length to the bounds: in the password's resource, and in the args of its group. */
function remediate(...[args]: Parameters<ResourceRemediation>): ReturnType<ResourceRemediation> {
  const { minimum = exactly, maximum = exactly } = args.getConfig<{ minimum?: number; maximum?: number }>();
  const fit = (length: number): number => Math.min(maximum, Math.max(minimum, length));
  const { values } = inputsOf(args.props);
  const length = values["length"];
  if (isAuthPass({ ...args, parentType: typeOf(args.opts.parent) }) && typeof length === "number") {
    if (fit(length) === length) return undefined;
    args.props["length"] = fit(length);
    return args.props;
  }
  const group = recordOf(values["group"]);
  const { kind, length: asked } = recordOf(group["authPass"]);
  if (args.type !== groupType || kind !== "generated" || typeof asked !== "number" || fit(asked) === asked)
    return undefined;
  (args.props["group"] as { authPass: { length: number } }).authPass.length = fit(asked);
  return args.props;
}
