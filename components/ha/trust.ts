import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { verbatimError } from "../verbatimError";

/**
 * The variable with the folder of CAs for the provider, which has no option for a CA. The engine gives its value to the
 * provider's plugin alone, as Go's SSL_CERT_DIR: the system's own CAs stay trusted beside it.
 */
const caFolderVariable = "QUORATE_CA_DIR";
export const caMapping = { [caFolderVariable]: "SSL_CERT_DIR" };

/**
 * Writes the CA there, before the plugin's first request.
 * @throws RunError if the variable isn't set
 */
export function trustCa(cluster: string, ca: string): void {
  const folder = process.env[caFolderVariable];
  if (folder === undefined || folder === "")
    throw verbatimError(
      `${caFolderVariable} is not set, so the provider of Proxmox VE would not trust the CA of your nodes; start Pulumi by bin/pulumi, or run before: export ${caFolderVariable}=$HOME/.config/quorate/ca`,
    );
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${pulumi.getProject()}-${pulumi.getStack()}-${cluster}.pem`);
  writeFileSync(`${file}.new`, ca);
  renameSync(`${file}.new`, file);
}
