import assert from "node:assert/strict";
import { endingText } from "../../../cli/operator/up/ending";
import { answers, stack, statusFrom } from "../../support/agent/statuses";

describe("the end of quorate up", () => {
  it("is a table of addresses and frontends with their masters, then the status' problems as warnings", () => {
    const accepts = new Map([["https://192.0.2.100:8006/", true]]);
    const text = endingText(stack, statusFrom(answers("n3-crashed")), accepts);
    assert.match(text, /^ +ADDRESS +MASTER +ANSWERS\nVIP ui +192\.0\.2\.100 +n\d +yes\n/);
    assert.match(text, /\nfrontend ssh +192\.0\.2\.101:22 +n\d +not asked\n/);
    assert.match(text, /\nwarning: node n3: .*\n/);
  });
});
