/** A guest's disk that other nodes can't read. */
export interface LocalDisk {
  /** Its key in the guest's configuration, such as scsi0. */
  readonly disk: string;
  /** local-lvm, or a path on the node. */
  readonly place: string;
}

/** PVE::Storage::Plugin: storage of these types is of one node alone, unless it says `shared 1`. */
const localTypes = ["dir", "btrfs", "lvm", "lvmthin", "zfspool"];

/**
 * Prints the disks of the guests with the ids "$@", the storages and the replication jobs, a line each. It reads
 * /etc/pve in place of the API, which would want further privileges of the token. Snapshots come behind the first `[`.
 */
export const disksScript = [
  'for id in "$@"; do',
  '  for file in /etc/pve/nodes/*/qemu-server/"$id".conf /etc/pve/nodes/*/lxc/"$id".conf; do',
  '    [ -f "$file" ] || continue',
  "    case $file in */lxc/*) type=ct ;; *) type=vm ;; esac",
  "    sed -nE '/^\\[/q; s/^((scsi|virtio|sata|ide|efidisk|tpmstate|rootfs|mp)[0-9]*): */disk '$type:$id' \\1 /p' \"$file\"",
  "  done",
  "done",
  "sed -nE 's/^([a-z]+): *(.+)/storage \\1 \\2/p; s/^[[:space:]]+shared +/shared /p' /etc/pve/storage.cfg 2>/dev/null",
  "sed -nE 's/^local: *([0-9]+)-.*/job \\1/p; s/^[[:space:]]+disable +/disable /p' /etc/pve/replication.cfg 2>/dev/null || :",
].join("\n");

/**
 * By guest, the disks that are on one node alone and that no replication job copies. Storage that the node doesn't list,
 * and of types that quorate doesn't know, counts as shared. An ISO image counts for nothing: each node may have it.
 */
export function localDisks(text: string): Map<string, LocalDisk[]> {
  const lines = text.split("\n").map((line) => line.split(" "));
  const storages = sections(lines, "storage", "shared");
  const local = new Set(
    storages
      .filter(({ words: [type = ""], flag }) => localTypes.includes(type) && flag !== "1")
      .map(({ words: [, name] }) => name),
  );
  const replicated = new Set(
    sections(lines, "job", "disable")
      .filter(({ flag }) => flag !== "1")
      .map(({ words: [id] }) => id),
  );
  const found = new Map<string, LocalDisk[]>();
  for (const [kind, guest = "", disk = "", value = ""] of lines) {
    if (kind !== "disk") continue;
    const [volume = "", ...options] = value.split(",");
    const [storage = ""] = volume.split(":");
    const onNode = volume.startsWith("/") ? !options.includes("shared=1") : local.has(storage);
    const copied = replicated.has(guest.replace(/^.*:/, "")) && !options.includes("replicate=0");
    if (options.includes("media=cdrom") || !onNode || (copied && !volume.startsWith("/"))) continue;
    found.set(guest, [
      ...(found.get(guest) ?? []),
      { disk, place: volume.startsWith("/") ? volume : storage },
    ]);
  }
  return found;
}

interface Section {
  readonly words: readonly string[];
  readonly flag: string | undefined;
}

/** Each line that begins with `head`, with the value of the line `flag` that follows before the next head. */
function sections(lines: readonly (readonly string[])[], head: string, flag: string): Section[] {
  return lines.flatMap(([kind, ...words], index) => {
    if (kind !== head) return [];
    const next = lines.slice(index + 1).find(([each]) => each === head || each === flag);
    return [{ words, flag: next?.[0] === flag ? next[1] : undefined }];
  });
}
