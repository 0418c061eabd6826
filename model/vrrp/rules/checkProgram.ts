import type { Rule } from "../../rule";

/** The program of a check, and whether this Pulumi program writes it. */
export interface CheckedProgram {
  readonly path: string;
  readonly program: string;
  readonly written: boolean;
}

/** The folders into which packages install programs: their presence is a package's matter. */
const packaged = /^(\/usr(\/local)?)?\/(s?bin|lib|lib64|libexec|share)\//;

/** keepalived disables a check whose program isn't there, and only logs it. */
export const vrrpCheckProgram: Rule<CheckedProgram> = {
  name: "vrrp-check-program",
  title: "The program of a check must be on the node",
  why:
    "keepalived disables a check whose program is missing or not executable, and only logs it: `Disabling " +
    "track script`. The address then stays with a dead service. quorate sees the files that this program " +
    "writes and no others, so this is advice.",
  judge(programs) {
    return programs
      .filter(({ program, written }) => !written && !packaged.test(program) && !/\{\{|\$/.test(program))
      .map(({ path, program }) => ({
        path,
        message: program.startsWith("/")
          ? `${program} is no file that this program writes, and keepalived disables a check without its program; write the file here too, or make sure that it is there and executable`
          : `${program} is no absolute path, so keepalived searches for it in its own PATH and disables the check if it isn't there; write the whole path`,
      }));
  },
};
