/** Memoises `derive` by object. The objects must not change. */
export function once<Subject extends object, T>(derive: (subject: Subject) => T): (subject: Subject) => T {
  const known = new WeakMap<Subject, { value: T }>();
  return (subject) => {
    const found = known.get(subject) ?? { value: derive(subject) };
    known.set(subject, found);
    return found.value;
  };
}
