import assert from "node:assert/strict";
import { Answers } from "../../../agent/answers";
import { UnreachableError } from "../../../agent/ssh";
import { type NodeAnswer, parseAnswer } from "../../../agent/status/answer";
import { statusOf } from "../../../cli/operator/status/compute";
import { type Status, statusSchema } from "../../../cli/operator/status/schema";
import { type Model, parseConfiguration } from "../../../model";
import { spoiled } from "../model/configurations";
import { type Recorded, recorded } from "./answers";

/** The stack of the recorded answers. */
export const stack = parseConfiguration({
  ...spoiled({ "cluster.witnesses": { q1: { address: "192.0.2.21" } } }),
  quorum: { qdevice: { host: "q1", algorithm: "lms" } },
  vrrp: {
    ui: {
      virtualRouterId: 51,
      virtualIpaddress: ["192.0.2.100/24"],
      order: ["n1", "n2", "n3"],
      track: [{ process: "pveproxy" }],
    },
    ssh: {
      virtualRouterId: 52,
      virtualIpaddress: ["192.0.2.101/24"],
      order: ["n2", "n3", "n1"],
      track: [{ process: "haproxy" }],
    },
  },
  haproxy: {
    frontends: { ssh: { bind: "192.0.2.101:22", defaultBackend: "ssh" } },
    backends: { ssh: { check: { ssh: true }, nodes: 22 } },
  },
});
const hosts = ["n1", "n2", "n3", "q1"];
/** The error of a node without an answer. */
export const silence = new UnreachableError("192.0.2.x doesn't answer on port 22 within 1.5 s", "no answer");

/** Answers by node, or the reason for none. */
export type Results = Map<string, NodeAnswer | Error>;

/** The recorded answers of all hosts. */
export function answers(name: Recorded): Results {
  const texts = recorded(name);
  return new Map(
    hosts.map((host) => {
      const text = texts.get(host);
      return [host, text === undefined ? silence : parseAnswer(text)];
    }),
  );
}

/** The status from these answers, after a check of its form as JSON. */
export function statusFrom(given: Results, model: Model = stack): Status {
  const status = statusOf(model, new Answers(given), { stack: "lab", at: "2026-11-26T03:00:00.000Z" });
  // The JSON must have the schema's form.
  assert.deepEqual(statusSchema.parse(JSON.parse(JSON.stringify(status))), status);
  return status;
}

/** The problems as text. */
export const said = ({ problems }: Status): string[] =>
  problems.map(({ subject, problem }) => `${subject}: ${problem}`);

/** The recorded answers, after an edit of one node's. */
export function edited(
  name: Recorded,
  node: string,
  edit: (answer: NodeAnswer) => Partial<NodeAnswer>,
): Results {
  const given = answers(name);
  const answer = given.get(node);
  assert.ok(answer !== undefined && !(answer instanceof Error));
  return given.set(node, { ...answer, ...edit(answer) });
}
