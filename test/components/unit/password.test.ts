import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkedPassword } from "../../../components/unit/password";
import { authPassProblem, statsPasswordProblem } from "../../../model";

const valueOf = (output: pulumi.Output<string>): Promise<string> =>
  (output as unknown as { promise(): Promise<string> }).promise();

describe("a password that is a secret", () => {
  it("is refused if it doesn't fit, with its path and without its text", async () => {
    const mistakes = [
      ["vrrp.ui.authPass", "MySecretPass", authPassProblem, /^vrrp\.ui\.authPass: is an example/],
      ["haproxy.stats.auth.password", "isn't-it-fine", statsPasswordProblem, /password: must be printable/],
      ["haproxy.stats.auth.password", "two\nlines-here", statsPasswordProblem, /password: must be printable/],
    ] as const;
    for (const [path, text, problem, words] of mistakes) {
      await assert.rejects(valueOf(checkedPassword(path, pulumi.secret(text), problem)), (error: Error) => {
        assert.match(error.message, words);
        assert.ok(!error.message.includes(text));
        return true;
      });
    }
  });

  it("stays a secret if it fits", async () => {
    const password = checkedPassword("vrrp.ui.authPass", pulumi.secret("Xk29fQa1"), authPassProblem);
    assert.equal(await valueOf(password), "Xk29fQa1");
    assert.equal(await pulumi.isSecret(password), true);
  });
});
