import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { command, type Declared, Pack } from "../support/policy/pack";
import { secret } from "../support/policy/wire";

const folder = join(__dirname, "corpus");

interface Daemon {
  readonly name: string;
  readonly path: string;
  /** The daemon's own check of the file $1. It prints nothing, or its complaint. */
  readonly check: string;
}

/** keepalived's own words on a machine that lacks the modules and the files of another. */
const known = "Opening file|Starting|Running on|Built with|Configuration option|Command line|^$";

const daemons: readonly Daemon[] = [
  {
    name: "keepalived",
    path: "/etc/keepalived/keepalived.conf",
    check: `keepalived -t -i lb1 -f "$1" 2>&1 | grep -vE '${known}' || true`,
  },
  {
    name: "haproxy",
    path: "/etc/haproxy/haproxy.cfg",
    check: `haproxy -c -q -f "$1" 2>&1 | grep -E 'ALERT' || true`,
  },
  {
    name: "corosync",
    path: "/etc/corosync/corosync.conf",
    check: `corosync -t -c "$1" 2>&1 | grep -v 'exiting normally' || true`,
  },
];

/** What differs on each of two machines. */
const machines = [
  { host: "192.0.2.11", PRIORITY: "110", OTHER: "100", OWN: "192.0.2.11", PEER: "192.0.2.12" },
  { host: "192.0.2.12", PRIORITY: "100", OTHER: "110", OWN: "192.0.2.12", PEER: "192.0.2.11" },
] as const;

type Machine = (typeof machines)[number];

function filled(text: string, machine: Machine): string {
  return text.replace(/\b(PRIORITY|OTHER|OWN|PEER)\b/g, (name) => machine[name as keyof Machine]);
}

/** A program that writes the file on both machines. Passwords come from a secret. */
function program(text: string, path: string): Declared[] {
  return machines.map((machine) =>
    command(machine.host, {
      create: `cat > ${path}; sysctl -w net.ipv4.ip_nonlocal_bind=1`,
      stdin: secret(filled(text, machine)),
      logging: "none",
    }),
  );
}

describe("working files of other people", () => {
  for (const { name, path, check } of daemons) {
    const files = readdirSync(join(folder, name));

    it(`of ${name} are such that ${name} takes them`, () => {
      const [machine] = machines;
      const texts = files.map((file) => [
        file,
        filled(readFileSync(join(folder, name, file), "utf8"), machine),
      ]);
      const script = `
        for each in eth0 eth1; do ip link add $each type veth peer name peer$each; ip link set peer$each up; ip link set $each up; done
        ip link set lo up; ip addr add 192.0.2.11/24 dev eth0; ip addr add 198.51.100.11/24 dev eth1
        for each in /run /etc/keepalived /etc/corosync; do mount -t tmpfs tmpfs $each; done
        mkdir -p /run/keepalived /run/haproxy /run/corpus /etc/keepalived/conf.d
        { cat /etc/passwd; echo 'keepalived_script:x:64999:65534::/:/usr/sbin/nologin'; } > /run/passwd
        mount --bind /run/passwd /etc/passwd
        echo 'global_defs { enable_script_security' > /etc/keepalived/scripts.conf
        printf 'script_user keepalived_script\n}\n' >> /etc/keepalived/scripts.conf
        echo '# ours' > /etc/keepalived/conf.d/site.conf
        head -c 256 /dev/zero > /etc/corosync/authkey
        cd /run/corpus
        check() { ${check}; }
        node -e 'for (const [name, text] of JSON.parse(require("fs").readFileSync(0, "utf8"))) require("fs").writeFileSync(name, text)'
        for file in *; do said=$(check "$file"); [ -z "$said" ] || printf '%s: %s\\n' "$file" "$said"; done`;
      const { status, stdout } = spawnSync("unshare", ["--mount", "--net", "sh", "-euc", script], {
        input: JSON.stringify(texts),
        encoding: "utf8",
      });
      assert.deepEqual({ status, stdout }, { status: 0, stdout: "" });
    });

    for (const file of files) {
      it(`${name}/${file} is no mandatory finding`, async () => {
        const pack = new Pack();
        const found = [];
        for (const each of program(readFileSync(join(folder, name, file), "utf8"), path))
          found.push(...(await pack.register(each)).violations);
        found.push(...(await pack.finish()));
        const refused = found.filter(({ level }) => level === "mandatory");
        assert.deepEqual(
          refused.map(({ policy, message }) => `${policy} ${message}`),
          [],
        );
      });
    }
  }

  it("are sixty at least", () => {
    assert.ok(daemons.flatMap(({ name }) => readdirSync(join(folder, name))).length >= 60);
  });
});
