import { vrrpSyncGroup as rule, type SyncedGroup } from "../../model/vrrp/rules/syncGroup";
import { asInModel } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { blocksOf, listIn } from "./configuration";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_sync_group gateway {
        group {
            inside
            outside
        }
    }
    vrrp_instance inside {
        state BACKUP
        nopreempt
    }
    vrrp_instance outside {
        state BACKUP
    }`,
};

export const syncGroup = judgement(rule, {
  component: asInModel(rule),
  host: syncedOn,
  wrong,
  right: corrected(wrong, keepalivedOn("a"), "state BACKUP", "state BACKUP\n    nopreempt"),
});

/**
 * The sync groups of one machine. The order of nodes stays empty, because a machine's file has only its own priorities.
 */
function syncedOn(host: Host): SyncedGroup[] {
  const instances = instancesOf(host);
  return blocksOf(host, "vrrp_sync_group").flatMap((block) => {
    const names = listIn(host, block, "group").map(({ statement }) => statement.keyword);
    return instances
      .filter(({ name }) => names.includes(name))
      .map(({ name, at, nopreempt, tracks }) => ({
        path: at(""),
        name,
        syncGroup: `${block.statement.args[0] ?? ""} of ${host.name}`,
        order: [],
        nopreempt,
        checks: tracks,
        open: names.length > 1,
      }));
  });
}
