import assert from "node:assert/strict";
import { type Configuration, freshLab, noChange, tryUp, up } from "../../support/corosync/corosyncStack";
import { quorateThrough, settledAt } from "../../support/corosync/liveChange";
import { argumentsOf, neededHere, type Option } from "../../support/pulumi/options";
import { sample } from "../../support/sweep";

const nodes = ["n1", "n2"];
const configuration: Configuration = {
  ...{ nodes: { n1: {}, n2: {} }, witnesses: ["q1"] },
  quorum: { token: 3000, qdevice: { host: "q1" } },
};
const changed: Configuration = { ...configuration, quorum: { ...configuration.quorum, token: 4000 } };

interface Row {
  readonly to?: Configuration;
  readonly options: readonly Option[];
  /** The words of a refusal; undefined if the update succeeds. */
  readonly refused?: RegExp;
}

const leftOut = /this update leaves out corosync on n2, and members need the same version/;

const rows: readonly Row[] = [
  { options: ["--replace corosync-n1"], refused: neededHere },
  { options: ["--replace qdevice-n2"], refused: neededHere },
  { options: ["--replace qnetd-q1"], refused: neededHere },
  { options: ["--replace corosync-n1-swap"] },
  { options: ["--replace corosync-n2-restart"] },
  { options: ["--replace qnetd-q1-certificates"] },
  { to: changed, options: ["--target corosync-n1"], refused: leftOut },
  { to: changed, options: ["--target corosync-n1", "--target corosync-n1-swap"], refused: leftOut },
  { to: changed, options: ["--exclude corosync-n2"], refused: leftOut },
  { to: changed, options: ["--target corosync-n1-swap"], refused: /this update leaves out corosync on/ },
  { to: changed, options: ["--target lab-n1"] },
];

const kindOf = ({ to, refused }: Row): string =>
  `${to ? "changed" : "same"} ${String(refused !== undefined)}`;

describe("options of Pulumi keep a cluster quorate, or are refused with what to run instead", () => {
  before(async () => {
    await freshLab("q1");
    await up(configuration);
  });

  for (const { to = configuration, options, refused } of sample(rows, { kindOf, count: 0 })) {
    it([to === changed ? "a change with" : "", ...options].join(" ").trim(), async () => {
      const args = await argumentsOf(options);
      await quorateThrough(async () => {
        const { exitCode, errors } = await tryUp(to, {}, args);
        assert.equal(exitCode === 0, refused === undefined, errors);
        if (refused) assert.match(errors, refused);
        await up(configuration);
      }, nodes);
      await settledAt(nodes);
      await noChange(configuration);
    });
  }
});
