/**
 * Waits for the end of all.
 * @throws the reason of the first that failed, in their order
 */
export async function allEnded(work: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(work);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
