/** A file of tests that need nodes. */
export interface LabFile {
  readonly path: string;
  /** Whether it begins on the standard stack, which the file before it may have left on its lab. */
  readonly onStack: boolean;
  /** Seconds of an earlier run; they decide only the order of the files. */
  readonly seconds: number;
}

/**
 * Chooses the next file for a lab among those left: the longest of the kind that fits the lab. A lab without a stack
 * begins with the kind that has more work left per lab.
 * @param stacks the number of other labs with the stack
 */
export function nextFile(
  left: readonly LabFile[],
  hasStack: boolean,
  stacks: number,
  labs: number,
): LabFile | undefined {
  const longest = (files: readonly LabFile[]): LabFile | undefined =>
    [...files].sort((a, b) => b.seconds - a.seconds || a.path.localeCompare(b.path))[0];
  const onStack = left.filter((file) => file.onStack);
  const others = left.filter((file) => !file.onStack);
  if (onStack.length === 0 || others.length === 0) return longest(left);
  if (hasStack) return longest(onStack);
  const work = (files: readonly LabFile[]): number => files.reduce((sum, { seconds }) => sum + seconds, 0);
  // One more stack costs an update, so there is one more only if its share stays larger than that of the others.
  const share = work(onStack) / (stacks + 1);
  return longest(stacks === 0 || share > work(others) / Math.max(1, labs - stacks) ? onStack : others);
}

/** Deals files out to a number of processes, the longest first, each to the one with the least to do. */
export function shares<F extends { readonly path: string; readonly seconds: number }>(
  files: readonly F[],
  processes: number,
): F[][] {
  const all = Array.from({ length: processes }, () => ({ seconds: 0, files: [] as F[] }));
  for (const file of [...files].sort((a, b) => b.seconds - a.seconds || a.path.localeCompare(b.path))) {
    const least = all.reduce((found, next) => (next.seconds < found.seconds ? next : found));
    least.seconds += file.seconds;
    least.files.push(file);
  }
  return all.map(({ files }) => files).filter((share) => share.length > 0);
}
