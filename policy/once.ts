/** Memoises `derive` by object. The objects must not change. */
export function once<Item extends object, T>(derive: (item: Item) => T): (item: Item) => T {
  const known = new WeakMap<Item, { value: T }>();
  return (item) => {
    const found = known.get(item) ?? { value: derive(item) };
    known.set(item, found);
    return found.value;
  };
}
