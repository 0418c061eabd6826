import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { clone, command, must, type Outcome } from "../../../lab";

/** Holds the lock of apt's package lists, like apt with fcntl, until the end of its input. */
const holdLock = `use Fcntl;
  open(my $lock, ">>", "/var/lib/apt/lists/lock") or die;
  my $whole = pack("s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0);
  fcntl($lock, F_SETLK, $whole) or die "busy";
  $| = 1; print "held\\n"; sleep 30;`;

describe("the Debian packages of this machine", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(`${tmpdir()}/quorate-packages-`);
    chmodSync(directory, 0o755);
    cpSync(`${clone}/lab/packages.sh`, `${directory}/packages.sh`);
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  const install = async (packages: string, under: string[] = [], env = {}): Promise<Outcome> => {
    writeFileSync(`${directory}/packages.txt`, packages);
    return command([...under, `${directory}/packages.sh`], { env, timeoutMs: 120_000 });
  };

  it("are left alone when all are there", async () => {
    const outcome = await install("# a comment\ncoreutils # another\ndash\n");
    assert.deepEqual(outcome, { stdout: "", stderr: "", exitCode: 0 });
  });

  it("are named to a user who may not install them", async () => {
    const { stderr, exitCode } = await install("dash\nno-such-package\n", [
      "setpriv",
      "--reuid=65534",
      "--clear-groups",
    ]);
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      "these Debian packages are missing: no-such-package\nas root, run: apt-get install no-such-package",
    );
  });

  it("are waited for while another apt holds its lock, but not for ever", async () => {
    const holding = new AbortController();
    const held = new Promise<void>((resolve, reject) => {
      must(["perl", "-e", holdLock], { signal: holding.signal, onLine: () => resolve() }).catch(reject);
    });
    await held;
    try {
      const { stdout, stderr, exitCode } = await install("no-such-package\n", [], {
        QUORATE_APT_LOCK_SECONDS: "2",
      });
      assert.match(stdout, /waiting for another apt/);
      assert.match(stderr, /another apt has held its lock for 2 s/);
      assert.equal(exitCode, 1);
    } finally {
      holding.abort();
    }
  });

  it("fail with the names and apt's own words when they can't be had", async () => {
    const offline = ["unshare", "--net"];
    const { stderr, exitCode } = await install("no-such-package\n", offline);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Unable to locate package no-such-package[^]*could not be installed.*no-such-package\n.*network/,
    );
    const { exitCode: left } = await command(["grep", "-s", "quorate", "/usr/sbin/policy-rc.d"]);
    assert.notEqual(left, 0, "the policy that keeps services from starting was left behind");
  });
});
