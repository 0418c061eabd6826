const { PolicyPack } = require("@pulumi/policy");

const policy = { name: "nothing", description: "says nothing", enforcementLevel: "mandatory" };
new PolicyPack("no-policies", { policies: [{ ...policy, validateResource() {} }] });
