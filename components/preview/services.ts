import type { Answered } from "./files";
import type { ServiceChange } from "./changes";
import { grouped } from "./grouped";

/** What each unit's files ask of its services, step by step. Units with the same steps share an entry. */
export function servicesOf(units: readonly Answered[]): ServiceChange[] {
  const steps = units.flatMap((unit) =>
    changesOf(
      unit,
      units.filter(({ node }) => node === unit.node),
    ).map((each) => ({ ...each, unit })),
  );
  const byUnit = grouped(steps, ({ name, change, unit }) => `${name} ${change} ${unit.unit}`).map((all) => ({
    name: all[0].name,
    change: all[0].change,
    unit: all[0].unit.unit,
    steps: grouped(
      [...all].sort((left, right) => left.unit.before.length - right.unit.before.length),
      ({ unit }) => String(unit.before.length),
    ).map((step) => step.map(({ unit }) => unit.node)),
  }));
  return grouped(byUnit, ({ name, change, steps: all }) => JSON.stringify([name, change, all])).map(
    (same) => ({
      name: same[0].name,
      change: same[0].change,
      units: same.map(({ unit }) => unit),
      steps: same[0].steps,
    }),
  );
}

type Asked = Pick<ServiceChange, "name" | "change">;

/** @param mates all units of the unit's node */
function changesOf({ files, wanted, old, there, stopped }: Answered, mates: readonly Answered[]): Asked[] {
  const had = new Set(mates.flatMap((unit) => unit.old.services.map(({ name }) => name)));
  const owned = new Set(
    mates.flatMap((unit) => unit.wanted.services.flatMap((service) => (service.owned ? [service.name] : []))),
  );
  const changed = files.length > 0 || !there;
  const staying = wanted.services.flatMap(({ name, change, owned: own }): Asked[] => {
    const starts = !had.has(name) && owned.has(name);
    if (own && (stopped.includes(name) || (changed && starts))) return [{ name, change: "start" }];
    // A service that another unit starts has nothing to reload yet.
    return changed && !starts ? [{ name, change }] : [];
  });
  const gone = old.services.filter(({ name }) => !wanted.services.some((service) => service.name === name));
  return [
    ...staying,
    ...gone.map(({ name, change, owned: own }) => ({
      name,
      change: own && !owned.has(name) ? ("drop" as const) : change,
    })),
  ];
}
