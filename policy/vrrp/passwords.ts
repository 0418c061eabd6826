import type { MemberPassword } from "../../model/vrrp/rules/authPassSame";
import { groupOf } from "../componentArgs";
import type { Host } from "../host";
import type { Component } from "../program";
import { instancesOf } from "./instance";

/** A password from a file or a component, with its place. `secret`: whether Pulumi stores it as a secret. */
export interface WrittenPassword extends MemberPassword {
  readonly value: string;
  readonly secret: boolean;
  /** The VRRP group whose args have it; undefined in a file. */
  readonly component?: string;
}

/** The password in a component's args. */
export function passwordOf(component: Component): WrittenPassword[] {
  const { group, authPass: value } = groupOf(component) ?? {};
  if (group === undefined || value === undefined) return [];
  const { name } = group;
  // The reader sees secrets only at its own level. A password that it can't see is no mistake.
  const stored = component.secrets?.has("authPass") ?? true;
  // Args always store a password as a secret, also one that you wrote in clear.
  const secret = stored && !(group.authPass.kind === "given" && group.authPass.inClear === true);
  return [{ path: `vrrp.${name}.authPass`, group: name, node: "", value, secret, component: name }];
}

/** The passwords in a machine's files. */
export function passwordsOn(host: Host): WrittenPassword[] {
  return instancesOf(host).flatMap(({ at, node, group, authPass, secret }) =>
    authPass === undefined ? [] : [{ path: at("auth_pass"), group, node, value: authPass, secret }],
  );
}
