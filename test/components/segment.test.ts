import assert from "node:assert/strict";
import { parseLook } from "../../agent/look/answer";
import { ownMachines, segmentRefusals } from "../../components/existing/segment";
import { blank } from "../support/agent/blank";

const look = (...lines: string[]) => {
  const looked = parseLook(["look", "platform Debian", ...lines, "looked", ""].join("\n"));
  assert.ok(looked);
  return looked;
};

describe("other machines on a segment", () => {
  const unit = {
    ...blank,
    name: "ui",
    needs: [
      ["freeAddress", "eth0", "192.0.2.100"],
      ["freeVrid", "eth0", "4", "51", "1"],
    ] as const,
  };
  const asked = look(
    "interface eth0 192.0.2.11",
    "mac eth0 aa:00:00:00:00:01",
    "answers eth0 192.0.2.100 ee:00:00:00:00:01",
    "answers eth0 192.0.2.100 aa:00:00:00:00:02",
    "answers eth0 192.0.2.100 00:00:5e:00:01:33",
    "speaks eth0 4 51 192.0.2.1 ee:00:00:00:00:01",
    "speaks eth0 4 51 192.0.2.12 aa:00:00:00:00:02",
    "speaks eth0 4 51 192.0.2.13 aa:00:00:00:00:03",
  );
  const other = look("interface eth0 192.0.2.12", "mac eth0 aa:00:00:00:00:02");

  it("are refused with MAC and address; the cluster's nodes and a virtual MAC of VRRP are no others", () => {
    const own = ownMachines([asked, other], ["192.0.2.13"]);
    const found = segmentRefusals([unit], asked, own);
    assert.deepEqual(
      found.map(({ key }) => key),
      ["address 192.0.2.100", "vrid 51"],
    );
    assert.match(found[0]?.text ?? "", /MAC ee:00:00:00:00:01 answers, so group ui would/);
    assert.match(
      found[1]?.text ?? "",
      /^192\.0\.2\.1 \(MAC ee:.*\) speaks VRRP with VRID 51 on eth0, as group ui/,
    );
  });
});
