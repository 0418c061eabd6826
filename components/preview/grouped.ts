/** Items with the same key, in the order of their first ones. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const all = found.get(keyOf(item));
    if (all) all.push(item);
    else found.set(keyOf(item), [item]);
  }
  return [...found.values()];
}
