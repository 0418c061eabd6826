import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { clone } from "../../../lab";
import { qnetdCertificates } from "../../../agent/program";
import { qnetdUnit } from "../../../render";
import { nodes, preparedNodes, sideBySide } from "../../support/lab/freshNodes";
import { commandsOf, killedAt } from "../../support/agent/kills";
import { apply, remove, run } from "../../support/agent/verbs";

const verb = ["qnetd", "lab"];
const importer = readFileSync(`${clone}/render/quorum/qdevice-import.sh`, "utf8");
const kept = "/var/lib/quorate/qnetd";

const certificates = (node: string): Promise<string> => run(node, qnetdCertificates(false, "lab"));

/** Demands that the node printed a key and a certificate that its qnetd trusts. */
async function assertTrusted(node: string, printed: string): Promise<void> {
  const check = `rm -rf /run/db; mkdir /run/db; cat >/run/pair; sh -s /run/pair /run/db <<'IMPORT' >/dev/null
${importer}IMPORT
certutil -V -d /run/db -n 'Cluster Cert' -u C; certutil -K -d /run/db | grep -c 'Cluster Cert'
certutil -L -d /run/db -n 'QNet CA' -a | cmp - /run/authority && echo same`;
  await run(node, "certutil -L -d /etc/corosync/qnetd/nssdb -n 'QNet CA' -a >/run/authority");
  const shown = await run(node, check, { input: `${printed}\n` });
  assert.equal(shown, "certutil: certificate is valid\n1\nsame");
}

describe("certificates of a qdevice", () => {
  before(async () => {
    await preparedNodes();
    await Promise.all(nodes.map((node) => apply(node, qnetdUnit("debian", "on"))));
  });

  it("are made once, are trusted by qnetd, and lie where only root reads them", async () => {
    const first = await certificates("n1");
    await assertTrusted("n1", first);
    assert.equal(await certificates("n1"), first);
    assert.equal(await run("n1", `stat -c %a ${kept} ${kept}/lab; ls -A ${kept}`), "700\n600\nlab");
  });

  it("are made anew for another authority", async () => {
    const first = await certificates("n2");
    await remove("n2", "qnetd");
    await apply("n2", qnetdUnit("debian", "required"));
    const second = await certificates("n2");
    assert.notEqual(second, first);
    await assertTrusted("n2", second);
  });

  it("come whole from the next run, wherever the one before was killed", async () => {
    await run("n1", `rm -r ${kept}`);
    const commands = await commandsOf("n1", verb);
    const begin = commands.findIndex((each) => each.startsWith("qnetd_certificates"));
    assert.ok(begin > 0);
    const points = commands.map((_, index) => index).filter((index) => index > begin);
    assert.ok(points.length > 20, commands.join("\n"));
    await sideBySide(points, async (node, at) => {
      await run(node, `rm -rf ${kept}`);
      await killedAt(node, at, at % 2 === 0 ? "shell" : "all", verb);
      await assertTrusted(node, await certificates(node));
      assert.equal(await run(node, `ls -A ${kept}`), "lab");
    });
  });

  it("go with the program, and qnetd's with its package", async () => {
    await remove("n3", "qnetd");
    assert.equal(await run("n3", "ls -d /etc/corosync 2>/dev/null || echo gone"), "gone");
  });
});
