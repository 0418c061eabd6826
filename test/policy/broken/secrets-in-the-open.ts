import { remote } from "@pulumi/command";
import { interpolate, secret } from "@pulumi/pulumi";

const token = secret("0123456789abcdef");
const connection = { host: "192.0.2.11", user: "root", hostKey: "ssh-ed25519 AAAA" };

new remote.Command("in-create", { connection, create: interpolate`join-cluster --token ${token}` });

new remote.Command("in-environment", { connection, environment: { TOKEN: token }, create: "join-cluster" });

new remote.Command("in-the-log", { connection, stdin: token, create: "tee /etc/cluster/token" });
