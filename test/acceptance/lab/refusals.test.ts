import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { inClone, makeClone, namespaces, removeClone } from "../../support/lab/clones";

/** The command that runs its further arguments with a small file system at a path. Other processes don't see it. */
const withSmallDisk = (path: string): string[] => [
  ...["unshare", "--mount", "sh", "-euc"],
  'mkdir -p "$1"; mount -t tmpfs -o size=20m tmpfs "$1"; shift; exec "$@"',
  ...["sh", path],
];

describe("a machine that can't hold a lab", () => {
  let clone: string;
  before(() => {
    clone = makeClone();
  });
  after(() => removeClone(clone));
  afterEach(async () => {
    assert.deepEqual(await namespaces(), []);
  });

  it("is one if we are not root", async () => {
    chmodSync(clone, 0o755);
    const under = ["setpriv", "--reuid=65534", "--clear-groups"];
    const { stderr, exitCode } = await inClone(clone, "lab.up(one)", { under });
    assert.equal(exitCode, 1);
    assert.match(stderr, /run it as root/);
  });

  it("is one that makes no network namespaces", async () => {
    const under = ["setpriv", "--bounding-set=-sys_admin,-net_admin"];
    const { stderr, exitCode } = await inClone(clone, "lab.up(one)", { under });
    assert.equal(exitCode, 1);
    assert.match(stderr, /no network namespaces .*--privileged/);
  });

  it("is one whose limit of inotify is low and can't be raised", async () => {
    const script =
      'echo 128 >"$1/limit"; mount --bind -o ro "$1/limit" /proc/sys/fs/inotify/max_user_instances; shift; exec "$@"';
    const under = ["unshare", "--mount", "sh", "-euc", script, "sh", clone];
    const { stderr, exitCode } = await inClone(clone, "lab.up(one)", { under });
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /max_user_instances is 128 .*path units[^]*run: sysctl -w fs.inotify.max_user_instances=/,
    );
  });

  it("is one without room for the image", async () => {
    const cache = `${clone}/cache`;
    const { stderr, exitCode } = await inClone(clone, "lab.up(one)", {
      under: withSmallDisk(cache),
      env: { QUORATE_CACHE: cache },
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`needs 1.5 GB in ${cache}, which has \\d+ MB[^]*QUORATE_CACHE`));
  });

  it("is one without room for the nodes' disks", async () => {
    const { stderr, exitCode } = await inClone(clone, "lab.up(one)", {
      under: withSmallDisk(`${clone}/.lab`),
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`need 500 MB in ${clone}/.lab, which has \\d+ MB`));
  });
});
