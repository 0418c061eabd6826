import { PolicyPack } from "@pulumi/policy";
import { judgements } from "./judgements";
import { createPolicies } from "./policies";

new PolicyPack("quorate", { policies: createPolicies(judgements) });
