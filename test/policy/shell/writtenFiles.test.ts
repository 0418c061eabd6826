import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import fc from "fast-check";
import { writtenFiles } from "../../../policy/shell/writtenFiles";

/** The files that dash writes for a script in an empty folder, and those that quorate read from it, by path. */
function ran(script: string, stdin = "", variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "quorate-shell-"));
  try {
    const text = script.replaceAll("@/", `${folder}/`);
    execFileSync("dash", ["-c", text], {
      cwd: folder,
      input: stdin,
      env: { ...process.env, ...variables },
      stdio: "pipe",
    });
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(folder, path)).isFile(),
    );
    const real = new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
    const read = writtenFiles(text, stdin, new Map(Object.entries(variables)));
    return { real, read: new Map(read.map(({ path, text: content }) => [relative(folder, path), content])) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const scripts: Readonly<Record<string, string>> = {
  "cat with a here-document": "cat >@/f <<'EOF'\nvrrp_instance x {\n    priority $P\n}\nEOF\necho done\n",
  "the redirection behind it": "cat <<EOF > @/f\na \\$b \\\\ c\nEOF\n",
  "tabs taken away": "cat <<-EOF >@/f\n\tone\n\t  two\n\tEOF\n",
  "tee, silenced": "tee @/f <<'EOF' >/dev/null\nx\nEOF\n",
  "tee to two files, and appended": "echo one | tee @/f @/g >/dev/null\necho two | tee -a @/f >/dev/null\n",
  "echo and printf": "echo 'a  b' c >@/f; printf '%s\\n' \"x y\" z >>@/f; printf 'p\\tq%%\\n' >@/g\n",
  "echo -n": "echo -n a >@/f; echo b >>@/f\n",
  "variables of the script": 'C=@/f; N=7\ncat >"$C" <<EOF\npriority ${N}\nEOF\n',
  "a group": "{ echo a; echo b; } >@/f; (echo c) >@/g\n",
  "a condition that holds": "if true; then echo yes >@/f; fi; true && echo more >>@/f\n",
  "a loop of one": "for x in 1; do echo in >@/f; done\n",
  "a script in a script": "sh -c 'echo deep >@/f'; sh -s <<'S'\necho deeper >@/g\nS\n",
  base64: "echo aGVsbG8K | base64 -d >@/f\n",
  "install, cp and mv": "install -m 600 /dev/stdin @/f <<'E'\nx\nE\ncp @/f @/g; echo y >@/h; mv @/h @/i\n",
  dd: "echo x | dd of=@/f 2>/dev/null\n",
  "a folder gone into": "mkdir -p @/d && cd @/d && echo x >f\n",
  "two here-documents at once": "cat <<A >@/f; cat <<B >@/g\none\nA\ntwo\nB\n",
  "comments and continued lines": "# cat >@/no <<EOF\necho a \\\n  b >@/f # >@/no\n",
  "errors sent elsewhere": "{ echo out; echo err >&2; } >@/f 2>/dev/null\n",
  "a function": "write() {\n  echo x >@/f\n}\nwrite\n",
};

describe("the reader of shell scripts", () => {
  for (const [title, script] of Object.entries(scripts)) {
    it(`sees what dash writes with ${title}`, () => {
      const { real, read } = ran(script);
      assert.ok(real.size > 0);
      assert.deepEqual(read, real);
    });
  }

  it("sees standard input and the environment", () => {
    const { real, read } = ran('cat >@/f; printf "%s" "$CONF" >@/g', "from\nstdin\n", {
      CONF: "from the\nenvironment",
    });
    assert.deepEqual(read, real);
  });

  it("sees any text in a here-document and in printf as dash does", () => {
    const text = fc
      .string({ unit: fc.constantFrom(...Array.from("ab \n\t{}$\\'\"`#!&|;<>()%*")) })
      .map((all) => all.replace(/\r/g, ""));
    const quoted = text.map((all) => `cat >@/f <<'THE_END'\n${all}\nTHE_END\n`);
    const printed = text.map((all) => `printf '%s' '${all.replaceAll("'", "'\\''")}' >@/f\n`);
    fc.assert(
      fc.property(fc.oneof(quoted, printed), (script) => {
        const { real, read } = ran(script);
        assert.deepEqual(read, real);
      }),
      { numRuns: 60 },
    );
  });

  it("follows ssh to the machine that it names", () => {
    const files = writtenFiles(
      "ssh -p 22 -o BatchMode=yes root@a 'sudo tee /f >/dev/null' <<EOF\nx\nEOF\nssh b sh -s <<'S'\necho y >/g\nS\n",
    );
    assert.deepEqual(files, [
      { host: "a", path: "/f", text: "x\n" },
      { host: "b", path: "/g", text: "y\n" },
    ]);
  });

  it("goes behind sudo, env and doas, with their options", () => {
    const files = writtenFiles("sudo -n -u root env A=b nice tee /f <<<x; doas -u root tee /g <<<y");
    assert.deepEqual(
      files.map(({ path }) => path),
      ["/f", "/g"],
    );
  });

  it("leaves the unknown: outputs of programs, variables that aren't set", () => {
    assert.deepEqual(writtenFiles("keepalived -v >/f; cat /etc/passwd >/g; cat >/h <<EOF\n$UNKNOWN\nEOF\n"), [
      { host: undefined, path: "/h", text: "$UNKNOWN\n" },
    ]);
  });

  it("takes both branches", () => {
    const files = writtenFiles(
      "if [ -e /x ]; then echo a >/f; else echo b >/g; fi; case $1 in x) echo c >/h ;; esac",
    );
    assert.deepEqual(
      files.map(({ path }) => path),
      ["/f", "/g", "/h"],
    );
  });

  it("reads anything without an error, itself in itself as well", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("ab$(){}<>|&;'\"\\\n` -")) }), (text) =>
        Array.isArray(writtenFiles(text)),
      ),
    );
    const [deep] = Array.from({ length: 20 }).reduce<string[]>(
      ([script = ""]) => [`sh -c ${JSON.stringify(script)}`],
      ["echo x >/f"],
    );
    assert.deepEqual(writtenFiles(deep ?? ""), []);
  });
});
