import type { Rule } from "../../rule";

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
  title: "Checks run as an unprivileged script user, with script security",
  why:
    "keepalived.conf(5), SCRIPTS: they run as `keepalived_script` if that user happens to exist, and as root " +
    "otherwise, every second, from a path that may be writable by others. enable_script_security refuses such " +
    "paths; an unprivileged user has nothing to lose. A notify script that needs root names root itself.",
  judge(nodes) {
    return nodes.flatMap(({ path, enableScriptSecurity, scriptUser, scripts }) => {
      if (scripts.length === 0) return [];
      const everyScriptHasOne = scripts.every(({ user }) => user !== undefined);
      const found: { path: string; message: string }[] = [];
      if (!enableScriptSecurity) {
        const message = "enable_script_security is missing; write it in global_defs";
        found.push({ path, message });
      }
      if (scriptUser === undefined && !everyScriptHasOne) {
        const message =
          "script_user is missing, so that root may run the checks; write script_user keepalived_script in global_defs, and create that user without a login";
        found.push({ path, message });
      }
      const roots = [{ path, user: scriptUser }, ...scripts].filter(({ user }) => user === "root");
      const message = "root runs checks; write an unprivileged user such as keepalived_script";
      found.push(...roots.map((script) => ({ path: script.path, message })));
      return found.map((finding) => ({ ...finding }));
    });
  },
};
