// The SDK loads TypeScript with its types checked, which takes longer than all the rest; CI has checked them.
require("tsx/cjs");
require("./index.ts");
