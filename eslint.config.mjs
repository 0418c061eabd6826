import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** The folders that each folder may import, besides its own (ARCHITECTURE.md). */
const imports = {
  model: [],
  render: ["model"],
  agent: ["model"],
  components: ["model", "render", "agent"],
  policy: ["model"],
  lab: [],
  toolchain: [],
  cli: ["model", "render", "agent", "components", "policy", "lab", "toolchain"],
};

const folders = Object.keys(imports);

/** `render` may use the type of a unit, and `policy` the reader of manifests, but no other part of `agent`. */
const narrowed = { render: { agent: "agent(?!/unit$)" }, policy: { agent: "agent(?!/manifestText$)" } };

const directions = folders.map((folder) => {
  const foreign = folders.filter((other) => other !== folder && !imports[folder].includes(other));
  const names = foreign.map((other) => narrowed[folder]?.[other] ?? other).join("|");
  const message = `${folder}/ may import ${imports[folder].join(", ") || "nothing of ours"} (ARCHITECTURE.md)`;
  return {
    files: [`${folder}/**`],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: `^(\\.\\./)+(${names})(/|$)`, message }] }],
    },
  };
});

export default defineConfig(
  {
    ignores: [
      "node_modules/",
      "test/golden/",
      ".lab/",
      ".pulumi-state/",
      "policy/main.js",
      "bench/noPolicies/",
    ],
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["*.mjs"] } } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  ...directions,
  { files: ["**/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
);
