import type { Rule } from "../../rule";
import { ownChecksIn } from "../ownChecks";

/** The user of one node's check and notify scripts. */
export interface ScriptSecurity {
  readonly path: string;
  readonly enableScriptSecurity: boolean;
  /** `script_user` of global_defs. */
  readonly scriptUser?: string | undefined;
  readonly scripts: readonly { readonly path: string; readonly user?: string | undefined }[];
}

/** keepalived.conf(5), SCRIPTS: root runs them by default. Any user who may write them becomes root. */
export const vrrpScriptUser: Rule<ScriptSecurity> = {
  name: "vrrp-script-user",
  title: "Checks must run as an unprivileged script user, with script security",
  why:
    "keepalived.conf(5), SCRIPTS: keepalived runs scripts as `keepalived_script` if that user exists, and " +
    "as root otherwise. enable_script_security refuses paths that other users can write, and an " +
    "unprivileged user has nothing to lose. A notify script that needs root names root itself.",
  items: (model) => {
    const { scriptUser } = model.cluster.globalDefs;
    const scripts = ownChecksIn(model);
    return [{ path: "cluster.globalDefs", enableScriptSecurity: true, scriptUser, scripts }];
  },
  judge(nodes) {
    return nodes.flatMap(({ path, enableScriptSecurity, scriptUser, scripts }) => {
      if (scripts.length === 0) return [];
      const everyScriptHasOne = scripts.every(({ user }) => user !== undefined);
      const found: { path: string; message: string }[] = [];
      if (!enableScriptSecurity) {
        const message =
          "enable_script_security is missing, so keepalived runs scripts that other users can replace; write it in global_defs";
        found.push({ path, message });
      }
      if (scriptUser === undefined && !everyScriptHasOne) {
        const message =
          "script_user is missing, so root may run the checks; write script_user keepalived_script in global_defs, and create that user without a login";
        found.push({ path, message });
      }
      const roots = [{ path, user: scriptUser }, ...scripts].filter(({ user }) => user === "root");
      const message =
        "root runs checks, so a flaw in one gives the node away; write an unprivileged user such as keepalived_script";
      found.push(...roots.map((script) => ({ path: script.path, message })));
      return found.map((finding) => ({ ...finding }));
    });
  },
};
