import { PolicyPack } from "@pulumi/policy";
import { vrrpAuthPassLength } from "./vrrpAuthPassLength";
import { vrrpVridUnique } from "./vrrpVridUnique";

new PolicyPack("quorate", { policies: [vrrpVridUnique(), vrrpAuthPassLength()] });
