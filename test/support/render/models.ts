import fc from "fast-check";
import type { ConfigurationInput } from "../../../model";

const nodeNames = ["a", "b", "c", "d", "e"];

/** Checks of all kinds, with unique names. */
const checks = fc
  .array(
    fc.oneof(
      fc.constantFrom("haproxy", "pveproxy", "a.b", "x@1").map((process) => ({ process })),
      fc.constantFrom("ssh", "pveproxy.service").map((systemd) => ({ systemd })),
      fc.integer({ min: 1, max: 65535 }).map((tcp) => ({ tcp })),
      fc.constantFrom("/", "/healthz?full=1&x='y'").map((path) => ({ http: { path } })),
      fc.constant({ quorate: true }),
      fc.boolean().map((insecure) => ({ https: { insecure, port: 8006, status: 200 } })),
    ),
    { maxLength: 4 },
  )
  .chain((list) =>
    fc.tuple(
      ...list.map((check, index) =>
        timing.map((times) => ({ ...check, ...times, name: `check-${String(index)}` })),
      ),
    ),
  );

const timing = fc.record({
  interval: fc.integer({ min: 1, max: 60 }),
  fall: fc.integer({ min: 1, max: 9 }),
  rise: fc.integer({ min: 1, max: 9 }),
});

const notify = fc.record(
  {
    master: fc.constant("logger master"),
    fault: fc.constant({ script: "#!/bin/sh\nlogger x", user: "root" }),
  },
  { requiredKeys: [] },
);

const version = fc.oneof(
  fc.record({ version: fc.constant(2), advertInt: fc.integer({ min: 1, max: 255 }) }),
  fc.record({
    version: fc.constant(3),
    advertInt: fc.integer({ min: 1, max: 4095 }).map((centiseconds) => centiseconds / 100),
  }),
);

const preemption = fc.constantFrom({}, { nopreempt: true }, { preemptDelay: 7 });

/** Group `index` of a model, on some of the nodes in some order. */
function group(index: number): fc.Arbitrary<object> {
  const fixed = fc.record({
    virtualRouterId: fc.constant(index + 1),
    virtualIpaddress: fc.constantFrom(1, 2, 3).map((count) => {
      return Array.from({ length: count }, (_, at) => `192.0.2.${String(100 + index * 3 + at)}/24`);
    }),
    order: fc.shuffledSubarray(nodeNames, { minLength: 2 }),
    track: checks,
    notify,
    unicast: fc.boolean(),
  });
  return fc
    .tuple(fixed, version, preemption)
    .map(([first, second, third]) => ({ ...first, ...second, ...third }));
}

/** Valid configurations of one to five groups on five nodes. */
export const configurations: fc.Arbitrary<ConfigurationInput> = fc
  .integer({ min: 1, max: 5 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => group(index))))
  .map((groups) => ({
    cluster: {
      name: "c",
      ssh: { hostKeys: "known_hosts" },
      networks: { lan: { subnet: "192.0.2.0/24", interface: "vmbr0" } },
      nodes: Object.fromEntries(
        nodeNames.map((name, at) => [name, { address: `192.0.2.${String(at + 1)}` }]),
      ),
    },
    vrrp: Object.fromEntries(groups.map((each, index) => [`group-${String(index)}`, each])),
  }));
