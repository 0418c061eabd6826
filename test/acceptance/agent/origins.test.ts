import assert from "node:assert/strict";
import type { Unit } from "../../../agent/unit";
import { blank, configured, demo, file, installDemo, loaded, loads } from "../../support/agent/demo";
import { nodes, preparedNodes } from "../../support/lab/freshNodes";
import { assertAsBefore, snapshot } from "../../support/lab/snapshot";
import { apply, remove, run, tryApply } from "../../support/agent/verbs";

const [node] = nodes;

/** A unit that brings its own service. `target` starts the service. */
const service = (command: string, more: Partial<Unit> = {}, target = "multi-user"): Unit => ({
  ...blank,
  name: "brought",
  files: [
    file(
      "/etc/systemd/system/brought.service",
      `[Service]\nType=exec\nExecStart=${command}\n[Install]\nWantedBy=${target}.target\n`,
    ),
  ],
  services: [{ name: "brought", change: "restart", owned: true }],
  verifications: [{ active: "brought" }],
  ...more,
});

/** Names that a shell, a pattern or a format could misread. */
const oddNames = [
  "a.conf",
  "aXconf",
  "[ab].conf",
  "a*b",
  "$HOME",
  "`id`",
  "a'b",
  'a"b',
  "a\\b",
  "-n",
  "a|b",
  "a&b",
  "%s",
  "grün",
  "a+b?",
];

describe("what was on a node before", () => {
  before(async () => {
    await preparedNodes();
    await installDemo(node);
  });

  it("comes back as it was: links, dangling ones, modes, owners, times", async () => {
    await run(
      node,
      `mkdir -p /etc/q; cd /etc/q; ln -s nowhere dangling; echo real >real; ln -s real link
echo x >setuid; chown admin:adm setuid; chmod 4711 setuid; touch -d 2001-01-01 setuid real; mkdir -m 711 directory`,
    );
    const before = await snapshot(node);
    const unit: Unit = {
      ...blank,
      name: "q",
      directories: [{ path: "/etc/q/directory", mode: "0750", owner: "admin:admin" }],
      files: ["dangling", "link", "setuid", "absent"].map((name) =>
        file(`/etc/q/${name}`, "quorate's\n", "0644"),
      ),
    };
    await apply(node, unit);
    assert.equal(
      await run(node, "cat /etc/q/*g /etc/q/link /etc/q/setuid /etc/q/real"),
      "quorate's\nquorate's\nquorate's\nreal",
    );
    assert.equal(await run(node, "stat -c '%a %U:%G' /etc/q/directory"), "750 admin:admin");
    assert.equal(
      (await tryApply(node, { ...unit, files: unit.files.slice(0, 1), validations: ["false"] })).exitCode,
      1,
    );
    await apply(node, { ...unit, files: unit.files.slice(1) });
    assert.equal(await run(node, "readlink /etc/q/dangling"), "nowhere");
    await remove(node, "q");
    await assertAsBefore(node, before);
  });

  it("comes back whatever the files are called", async () => {
    await run(node, "mkdir -p /etc/odd");
    const named = (names: readonly string[], content: string): Unit => ({
      ...blank,
      name: "odd",
      files: names.map((name) => file(`/etc/odd/${name}`, `${content} ${name}\n`)),
      validations: [`[ "$(ls /etc/odd | wc -l)" = ${names.length} ]`],
    });
    const list = (): Promise<string> =>
      run(node, 'cd /etc/odd; for each in *; do cat "./$each"; done 2>/dev/null | sort');
    const texts = (content: string, names: readonly string[]): string =>
      names
        .map((name) => `${content} ${name}`)
        .sort()
        .join("\n");
    await run(node, `cd /etc/odd; echo mine >a.conf`);
    const before = await snapshot(node);
    await apply(node, named(oddNames, "first"));
    const [first, second] = [texts("first", oddNames), texts("second", oddNames)];
    assert.deepEqual((await list()).split("\n").sort(), first.split("\n").sort());
    assert.equal(
      (
        await tryApply(node, {
          ...named(oddNames, "second"),
          verifications: [{ active: "nothing" }],
          validations: ["false"],
        })
      ).exitCode,
      1,
    );
    assert.deepEqual((await list()).split("\n").sort(), first.split("\n").sort());
    await apply(node, named(oddNames, "second"));
    assert.deepEqual((await list()).split("\n").sort(), second.split("\n").sort());
    await remove(node, "odd");
    await assertAsBefore(node, before);
  });

  it("comes back when units share a service and directories, in whatever order they go", async () => {
    const shared: Unit = {
      ...blank,
      name: "shared",
      users: [{ name: "demo_user", comment: "Demo user" }],
      directories: [{ path: "/etc/demo/d", mode: "0750", owner: "root:demo_user" }],
      files: [file("/etc/demo/second.conf", "second\n"), file("/etc/demo/d/second.list", "second\n")],
      sysctls: [{ key: "net.ipv4.ip_nonlocal_bind", value: "1" }],
      services: [{ name: "demo", change: "reload", owned: true }],
    };
    const before = await snapshot(node);
    for (const order of [
      ["demo", "shared"],
      ["shared", "demo"],
    ]) {
      await apply(node, demo("one"));
      await apply(node, shared);
      const count = (await loads(node)).length;
      await remove(node, order[0] ?? "");
      assert.equal(await loaded(node), await configured(node), "the service wasn't told of the change");
      assert.equal((await loads(node)).length, count + 1);
      assert.equal(
        await run(node, "sysctl -n net.ipv4.ip_nonlocal_bind; stat -c '%a %U:%G' /etc/demo/d"),
        "1\n750 root:demo_user",
      );
      await remove(node, order[1] ?? "");
      await assertAsBefore(node, before);
    }
  });

  it("comes back when a unit brings a service, changes it and takes it along again", async () => {
    const before = await snapshot(node);
    await apply(node, service("/bin/sleep 1111"));
    await apply(node, service("/bin/sleep 2222", {}, "basic"));
    assert.equal(
      await run(node, "ls -d /etc/systemd/system/*.wants/brought.service"),
      "/etc/systemd/system/basic.target.wants/brought.service",
    );
    assert.match(
      await run(node, "cat /proc/$(systemctl show -P MainPID brought)/cmdline | tr '\\0' ' '"),
      /sleep 2222/,
    );
    assert.equal(
      await run(node, "systemctl is-enabled brought; systemctl show -P NeedDaemonReload brought"),
      "enabled\nno",
    );
    const changed = await snapshot(node);
    const { stderr } = await tryApply(node, service("/bin/no-such"));
    assert.match(
      stderr,
      /cannot restart brought; the node is as it was before\n(.*\n)*.*\/bin\/no-such: No such file/,
    );
    assert.match(
      await run(node, "cat /proc/$(systemctl show -P MainPID brought)/cmdline | tr '\\0' ' '"),
      /sleep 2222/,
    );
    await assertAsBefore(node, changed);
    await remove(node, "brought");
    await assertAsBefore(node, before);
  });

  it("comes back when a unit brings a service that doesn't start: not even a link to it stays", async () => {
    const before = await snapshot(node);
    for (const unit of [service("/bin/no-such"), service("/bin/sleep 1", { validations: ["false"] })]) {
      assert.equal((await tryApply(node, unit)).exitCode, 1);
      await assertAsBefore(node, before);
      assert.equal(
        await run(node, "systemctl show -P LoadState -P ActiveState brought"),
        "not-found\ninactive",
      );
    }
  });

  it("comes back when a service that was off ends with an error as it stops", async () => {
    const lines = "'[Service]' 'ExecStart=/bin/sleep infinity' KillSignal=SIGKILL";
    await run(node, `printf '%s\\n' ${lines} >/etc/systemd/system/sullen.service; systemctl daemon-reload`);
    const before = await snapshot(node);
    await apply(node, {
      ...blank,
      name: "sullen",
      services: [{ name: "sullen", change: "restart", owned: true }],
      verifications: [{ active: "sullen" }],
    });
    await remove(node, "sullen");
    await assertAsBefore(node, before);
  });

  it("isn't forgotten when a file leaves a unit and comes again", async () => {
    const before = await snapshot(node);
    await apply(node, demo("one"));
    await apply(node, demo("one", { files: demo("one").files.slice(1) }));
    assert.equal(await run(node, "cat /etc/demo/demo.conf"), "by hand");
    await run(node, "echo 'by hand again' >/etc/demo/demo.conf");
    await apply(node, demo("one"));
    await remove(node, "demo");
    assert.equal(await run(node, "cat /etc/demo/demo.conf"), "by hand again");
    await run(
      node,
      "echo 'by hand' >/etc/demo/demo.conf; touch -d 2020-02-02 /etc/demo/demo.conf; systemctl reload demo",
    );
    await assertAsBefore(node, before);
  });
});
