import assert from "node:assert/strict";
import { commandExitCode } from "../../../../model/command/rules";

/** A command that exits with 0 on failure, one that looks at the result itself, and one that only looks similar. */
const scripts = [
  [
    "pvecm create lab",
    "pvecm create lab; tail -n 1 /var/log/pve/tasks/index | grep -q ' OK$'",
    "pvecm status",
  ],
  [
    "sed -i s/1000/3000/ /etc/corosync/corosync.conf && corosync-cfgtool -R",
    "corosync-cfgtool -R; corosync-cmapctl -g totem.config_version | grep -q ' 5$'",
    "corosync-cfgtool -s",
  ],
  [
    "mv /etc/pve/corosync.conf.new /etc/pve/corosync.conf",
    "mv /etc/pve/corosync.conf.new /etc/pve/corosync.conf; corosync-cmapctl -g totem.config_version",
    "mv /etc/pve/corosync.conf /root/; mv a /etc/pve/corosync.conf.new",
  ],
  [
    "ha-manager crm-command migrate vm:100 n2",
    "ha-manager migrate vm:100 n2; until ha-manager status | grep -q 'vm:100 (n2'; do sleep 1; done",
    "ha-manager add vm:100",
  ],
] as const;

describe("command-exit-code", () => {
  const judged = (text: string): number => commandExitCode.judge([{ path: "a.create", text }]).length;

  for (const [lying, looking, alike] of scripts) {
    it(`refuses ${lying}, unless the script looks for itself`, () => {
      assert.deepEqual([lying, looking, alike].map(judged), [1, 0, 0]);
    });
  }
});
