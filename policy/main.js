// The SDK loads TypeScript with its types checked, which takes longer than all the rest; CI has checked them.
const { buildSync } = require("esbuild");

const { outputFiles } = buildSync({
  entryPoints: [`${__dirname}/index.ts`],
  bundle: true,
  platform: "node",
  packages: "external",
  write: false,
});
module._compile(outputFiles[0].text, `${__dirname}/index.js`);
