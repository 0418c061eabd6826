import assert from "node:assert/strict";
import { parseCluster, parseNicWatchdog } from "../../../model";
import type { Unit } from "../../../agent/unit";
import { nicWatchdog } from "../../../render";
import { onNode } from "../../support/render/tree";

const cluster = parseCluster({
  name: "lab",
  platform: "debian",
  ssh: { hostKeys: "known_hosts" },
  networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
  nodes: { n1: { address: "192.0.2.11" }, n2: { address: "192.0.2.12" } },
});

const unitWith = (config: object): Unit => {
  const [node] = cluster.nodes;
  assert.ok(node);
  return nicWatchdog(parseNicWatchdog(config, cluster), node);
};
const fileOf = (unit: Unit, suffix: string): string =>
  unit.files.find(({ path }) => path.endsWith(suffix))?.content ?? "";

/** The variables of a service as arguments of `export`. */
const environmentOf = (service: string): string =>
  [...service.matchAll(/^Environment=(.*)$/gm)].map(([, words = ""]) => `export ${words}`).join("; ");

/**
 * The functions `look` and `act`, as the services run them; they print their end. A replaced systemctl prints its
 * arguments: keepalived runs, corosync waits for its next start, haproxy is missing, and broken doesn't stop.
 */
function prelude(config: object): string {
  const unit = unitWith(config);
  const run = (verb: string, service: string): string =>
    `${verb}() { ( ${environmentOf(service)}; if nic_watchdog ${verb}; then echo "${verb} ok"; else echo "${verb} failed"; fi ); }`;
  return `
    mount -t sysfs sysfs /sys
    mkdir /run/quorate-nic-watchdog /run/bin
    cat >/run/bin/systemctl <<'END'
#!/bin/sh
case "$*" in
  'is-active keepalived' | 'is-active broken') echo active ;;
  'is-active corosync') echo activating; exit 3 ;;
  is-active*) echo inactive; exit 3 ;;
  *) echo "systemctl $*" ;;
esac
[ "$*" != 'stop broken' ]
END
    chmod 755 /run/bin/systemctl; export PATH=/run/bin:$PATH
    # The kernel tells the state of a link some time after.
    settled() { until case "$(cat /sys/class/net/$1/operstate)" in up) [ $2 = up ] ;; *down) [ $2 = down ] ;; esac; do sleep 0.02; done; }
    cable() { ip link set peer$1 $2; settled eth$1 $2; }
    settled eth0 up; settled eth1 up
    nic_watchdog() { /usr/local/lib/quorate/nic-watchdog "$@"; }
    state() { cut -d ' ' -f 1 /run/quorate-nic-watchdog/state; }
    ${run("look", fileOf(unit, "watchdog.service"))}
    ${run("act", fileOf(unit, "act.service"))}`;
}

/** The lines that a script prints on a node with the watchdog. eth0 and eth1 are cables to peer0 and peer1. */
function lines(config: object, script: string): string[] {
  const { code, output } = onNode([unitWith(config)], `${prelude(config)}\n${script}`, ["eth0", "eth1"]);
  assert.equal(code, 0, output);
  return output.trim().split("\n");
}

describe("the NIC watchdog's program", () => {
  it("acts after so many misses in a row, and stops what runs, in order", () => {
    const said = lines({}, "look; cable 0 down; look; look; act; look; act; look");
    assert.deepEqual(said, [
      "eth0: up, and watched from now on",
      "look ok",
      "eth0: down, 1 of 3 misses",
      "look ok",
      "eth0: down, 2 of 3 misses",
      "look ok",
      "eth0: the look failed, and not for want of a link; nothing is done",
      "act ok",
      "eth0: down, 3 of 3 misses",
      "look failed",
      "eth0: down for 3 looks: stopping keepalived",
      "systemctl stop keepalived",
      "eth0: down for 3 looks: stopping corosync",
      "systemctl stop corosync",
      "act ok",
      "look failed",
    ]);
  });

  it("counts anew once the interface was up", () => {
    const said = lines(
      { misses: 2 },
      "look; cable 0 down; look; cable 0 up; look; cable 0 down; look; cable 0 up; act; look",
    );
    assert.deepEqual(said.filter((line) => / (ok|failed)$/.test(line)).length, 6);
    assert.ok(!said.includes("look failed"));
    assert.equal(said.filter((line) => line === "eth0: up again after 1 misses").length, 2);
  });

  it("does nothing if the interface came up between the look and the act", () => {
    const said = lines({ misses: 1 }, "look; cable 0 down; look; cable 0 up; act");
    assert.deepEqual(said.slice(-3), ["look failed", "eth0: up again; nothing is done", "act ok"]);
  });

  it("does nothing, and says so once, until the interface was up since the boot", () => {
    const said = lines({ misses: 1 }, "cable 0 down; look; look; look; act; state");
    assert.deepEqual(said, [
      "eth0: not up since the node booted; nothing is done until it was",
      ...["look ok", "look ok", "look ok"],
      "eth0: the look failed, and not for want of a link; nothing is done",
      "act ok",
      "unseen",
    ]);
  });

  for (const [how, down] of [
    ["a cable pulled at the other end", "cable 0 down"],
    ["an interface that you switched off", "ip link set eth0 down; settled eth0 down"],
    ["an interface that is gone", "ip link delete eth0"],
  ] as const)
    it(`counts ${how}`, () => {
      assert.equal(lines({ misses: 1 }, `look; ${down}; look`).at(-1), "look failed");
    });

  it("goes by a bridge's ports, and by the carrier if a driver tells no more", () => {
    const config = { interface: "vmbr1", misses: 1 };
    const bridge =
      "ip link add vmbr1 type bridge; ip link set vmbr1 up; ip link set eth0 master vmbr1; settled vmbr1 up";
    assert.equal(lines(config, `${bridge}; look; state`).at(-1), "0");
    assert.equal(
      lines(config, `${bridge}; look; cable 0 down; settled vmbr1 down; look`).at(-1),
      "look failed",
    );
    assert.equal(lines({ interface: "lo" }, "ip link set lo up; look; state").at(-1), "0");
    assert.equal(lines({ interface: "lo" }, "look; state").at(-1), "unseen");
  });

  it("takes the node for cut off when all of several interfaces are down", () => {
    const said = lines(
      { interface: ["eth0", "eth1"], misses: 1 },
      "look; cable 0 down; look; act; cable 1 down; look",
    );
    assert.deepEqual(said.slice(-3), ["act ok", "eth0 eth1: down, 1 of 1 misses", "look failed"]);
    assert.ok(!said.some((line) => line.startsWith("systemctl")));
  });

  it("begins anew with other interfaces", () => {
    const before = "INTERFACES=eth1 MISSES=1 PATIENCE=9 nic_watchdog look; cable 0 down";
    assert.equal(lines({ misses: 1 }, `${before}; look; look; act; state`).at(-1), "unseen");
  });

  it("does nothing for misses of another time, or for a state that it did not write", () => {
    const down = "look; cable 0 down; export now=$(cut -d . -f 1 /proc/uptime)";
    const states = ["9 2 $((now - 60)) eth0", "x 2 $now eth0", "9 2 x eth0", "9 2 $now", "9", "$(printf '')"];
    for (const state of states) {
      const said = lines(
        { misses: 2 },
        `${down}; echo "${state}" >/run/quorate-nic-watchdog/state; act; look`,
      );
      assert.ok(!said.some((line) => /^systemctl|^look failed/.test(line)), `${state}\n${said.join("\n")}`);
    }
    assert.ok(
      lines({ misses: 2 }, `${down}; echo "9 2 $now eth0" >/run/quorate-nic-watchdog/state; act`).includes(
        "systemctl stop corosync",
      ),
    );
  });

  it("powers the node off or boots it anew if it's to", () => {
    for (const action of ["poweroff", "reboot"]) {
      const said = lines({ action, misses: 1 }, "look; cable 0 down; look; act");
      assert.deepEqual(said.slice(-3), [
        `eth0: down for 1 looks: ${action}`,
        `systemctl ${action}`,
        "act ok",
      ]);
    }
  });

  it("goes on when a service doesn't stop, and fails then", () => {
    const config = { misses: 1, services: ["broken", "haproxy", "keepalived"] };
    const said = lines(config, "look; cable 0 down; look; act");
    assert.deepEqual(
      said.filter((line) => /^systemctl|^act/.test(line)),
      ["systemctl stop broken", "systemctl stop keepalived", "act failed"],
    );
  });
});

describe("the NIC watchdog's unit", () => {
  it("is refused on a node without the interface", () => {
    const unit = unitWith({ interface: ["eth0", "eth7"] });
    const [first = "", second = ""] = unit.validations;
    assert.deepEqual(onNode([unit], first), { code: 0, output: "" });
    const { code, output } = onNode([unit], second);
    assert.notEqual(code, 0);
    assert.match(output, /^Device "eth7" does not exist\.\n(.*\n)*eth0@/);
  });

  for (const [what, from, to, words] of [
    ["an unknown key", "AccuracySec", "AcuracySec", /Unknown key.* 'AcuracySec'/],
    [
      "a program that isn't there",
      "nic-watchdog look",
      "nic-watchdogs look",
      /nic-watchdogs is not executable/,
    ],
    ["a time that is none", "OnBootSec=120000ms", "OnBootSec=soon", /Failed to parse timer value/],
  ] as const)
    it(`is refused by systemd with ${what}`, () => {
      const unit = unitWith({});
      const files = unit.files.map((file) => ({ ...file, content: file.content.replace(from, to) }));
      const { code, output } = onNode([{ ...unit, files }], unit.validations.at(-1) ?? "");
      assert.notEqual(code, 0, output);
      assert.match(output, words);
    });
});
