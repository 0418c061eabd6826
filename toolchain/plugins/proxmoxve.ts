import { checkProvider } from "./proxmoxve/api";
import { hagroup } from "./proxmoxve/hagroup";
import { haresource } from "./proxmoxve/haresource";
import { harule } from "./proxmoxve/harule";
import { haKind } from "./proxmoxve/kind";
import { serveProvider } from "./provider";

void serveProvider({
  name: "proxmoxve",
  version: "8.6.0",
  checkConfig: checkProvider,
  kinds: {
    "proxmoxve:index/haresource:Haresource": haKind(haresource),
    "proxmoxve:index/harule:Harule": haKind(harule),
    "proxmoxve:index/hagroup:Hagroup": haKind(hagroup),
  },
  functions: {},
});
