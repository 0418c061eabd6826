import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { encrypt } from "../pulumiStack";
import type { Configuration, Version } from "../versions";
import { restoredFile } from "./restoredFile";

/** A stack's file with the configuration of an earlier version, for `--config-file`. */
export interface VersionFile {
  readonly path: string;
  readonly text: string;
}

/** Runs `action` with the file, which goes afterwards. Its secrets are encrypted. */
export async function withVersionFile<T>(
  stack: Stack,
  file: string,
  { present, version }: { readonly present: Configuration; readonly version: Version },
  action: (file: VersionFile) => Promise<T>,
): Promise<T> {
  const text = restoredFile(file, present, version, (value) => encrypt(stack, file, value));
  const folder = mkdtempSync(join(tmpdir(), "quorate-"));
  try {
    const path = join(folder, basename(file));
    writeFileSync(path, text);
    return await action({ path, text });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
