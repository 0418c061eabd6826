import assert from "node:assert/strict";
import { type Entry } from "../../lab";
import { login, nodes, vips } from "../support/lab/probes";
import { destroy, everything, pulumi, standardStack, untouched } from "../support/pulumi/labStack";
import { nodeStates } from "../support/lab/nodeState";

/** Paths that any installation and removal of packages, or an hour of running, changes, with the reasons. */
const allowed: [RegExp, string][] = [
  [/^\/etc\/(passwd|group|shadow|gshadow)-$/, "shadow's copy of the file before its last change"],
  [/^\/var\/cache\/(apt|ldconfig)\//, "made anew when it is missing"],
  [/^\/var\/lib\/dpkg\/status-old$/, "dpkg's copy of the file before its last change"],
  [/^\/var\/lib\/ucf\/hashfile\.\d$/, "ucf's copies of the file before its last changes"],
  [/^\/var\/lib\/systemd\/timers(\/|$)/, "systemd notes when timers ran"],
  [/^\/var\/tmp\/systemd-private-/, "systemd's room for a service, with another name after each boot"],
  [/^\/home\/admin\/\.sudo_as_admin_successful$/, "sudo notes its first use"],
  [/^\/var\/log\//, "a log stays for you to read"],
];

const isAllowed = (path: string): boolean => allowed.some(([pattern]) => pattern.test(path));

/** The paths with a difference that is not allowed, with the old and the new entry. */
function differences(before: ReadonlyMap<string, Entry>, after: ReadonlyMap<string, Entry>): string[] {
  const show = (entry: Entry | undefined): string => (entry ? JSON.stringify(entry) : "absent");
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => !isAllowed(path) && show(before.get(path)) !== show(after.get(path)))
    .map((path) => `${path}: ${show(before.get(path))} -> ${show(after.get(path))}`);
}

describe("destroy", () => {
  before(standardStack);

  it("leaves every file, package, user, address, sysctl and service as it was before the first up", async () => {
    const { exitCode, stdout } = await destroy();
    assert.equal(exitCode, 0, stdout);
    const [before, after] = [untouched(), await nodeStates(everything)];
    for (const node of nodes) {
      const [was, is] = [before.get(node), after.get(node)];
      assert.ok(was && is && was.files.size > 5000, "there is nothing to compare with");
      assert.deepEqual(differences(was.files, is.files), [], node);
      // Process ids differ after a reboot.
      const comparable = ({ facts: { daemons, ...facts } }: typeof was): Record<string, unknown> => ({
        ...facts,
        daemons: daemons?.replace(/MainPID=[1-9]\d*/g, "MainPID=some"),
      });
      assert.deepEqual(comparable(is), comparable(was), node);
    }
  });

  it("leaves no VIP, and logins to the nodes themselves", async () => {
    const own = nodes.map((node) => `192.0.2.1${node.slice(1)}`);
    const landed = await Promise.all([...Object.values(vips), ...own].map((address) => login(address)));
    assert.deepEqual(landed, ["", "", ...nodes]);
  });

  it("leaves nothing in the state", async () => {
    const { stdout } = await pulumi(["stack", "export"]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: unknown[] } };
    assert.deepEqual(deployment.resources ?? [], []);
  });
});
