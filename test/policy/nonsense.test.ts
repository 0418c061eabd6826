import assert from "node:assert/strict";
import fc from "fast-check";
import { judgements } from "../../policy/judgements";
import { command, violations } from "../support/policy/pack";

/** All files of the examples, by path. */
const files = judgements.flatMap(({ wrong, right }) =>
  [...Object.entries(wrong), ...Object.entries(right)].flatMap(([place, text]) =>
    typeof text === "string" ? [{ path: place.replace(/^[^/]*/, ""), text }] : [],
  ),
);

const nonsense = fc.oneof(
  fc.constantFrom(
    "",
    "{",
    "}",
    "-1",
    "0",
    "99999999999",
    "1e9",
    "::",
    ":::22",
    "999.1.1.1/99",
    "192.0.2.1/33",
  ),
  fc.constantFrom("fe80::1/129", "weight", "$x", "{{x}}", '"', "#", "/", "*", "0.0.0.0:0-99999", "__proto__"),
  fc.string({ maxLength: 6 }),
);

/** A file with other words in some places. */
const spoiled = fc.constantFrom(...files).chain(({ path, text }) => {
  const words = text.split(/(\s+)/);
  const changes = fc.dictionary(
    fc.integer({ min: 0, max: words.length - 1 }).map((at) => String(at - (at % 2))),
    nonsense,
    { maxKeys: 4 },
  );
  return changes.map((by) => ({ path, text: words.map((word, at) => by[String(at)] ?? word).join("") }));
});

const keepalivedAt = (text: string) => ({ path: "/etc/keepalived/keepalived.conf", text });

/** Inputs that threw errors earlier. */
const found = [
  [keepalivedAt("vrrp_instance ui {\n unicast_src_ip %\n virtual_ipaddress {\n 192.0.2.100/99\n }\n}\n")],
  [100, 90].map((priority) =>
    keepalivedAt(
      `vrrp_script c {\n weight -10\n}\nvrrp_instance ui {\n virtual_router_id 51\n unicast_src_ip x${String(priority)}\n priority ${String(priority)}\n track_script {\n c\n }\n}\n`,
    ),
  ),
  [{ path: "/etc/haproxy/haproxy.cfg", text: "frontend web\n bind :443 ssl crt /x __proto__ TLSv1.2\n" }],
];

describe("files of nonsense", () => {
  it("are judged without an error, whatever stands in them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spoiled, { minLength: 1, maxLength: 3 }), async (written) => {
        const program = written.map(({ path, text }, index) =>
          command(index === 0 ? "a" : `192.0.2.${String(11 + index)}`, {
            create: `cat >${path}`,
            stdin: text,
          }),
        );
        assert.ok(Array.isArray(await violations(program)));
      }),
      { numRuns: 300, examples: found.map((written) => [written]) },
    );
  });
});
