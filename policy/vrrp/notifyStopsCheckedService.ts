import { vrrpNotifyStopsCheckedService as rule } from "../../model/vrrp/rules/notifyStopsCheckedService";
import { type NotifyEvent, notifyEvents } from "../../model/vrrp/group";
import { watchedIn } from "../../model/vrrp/watched";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { blocksOf, inside } from "./configuration";
import { instancesOf } from "./instance";
import { checkScriptsOn, scriptBehind } from "./scripts";

export const notifyStopsCheckedService = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ notify, tracks }) => {
      if (notify.length === 0) return [];
      const watched = tracks.flatMap(({ name }) => watchedBy(host, name));
      return notify
        .filter(
          (each): each is typeof each & { event: NotifyEvent } =>
            isEvent(each.event) && each.event !== "master",
        )
        .map(({ path, event, script }) => ({ path, event, script: scriptBehind(host, script), watched }));
    }),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_script check_haproxy {
          script "/usr/bin/systemctl is-active --quiet haproxy"
      }
      vrrp_instance ui {
          track_script {
              check_haproxy
          }
          notify_backup "/usr/bin/systemctl stop haproxy"
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_script check_haproxy {
          script "/usr/bin/systemctl is-active --quiet haproxy"
      }
      vrrp_instance ui {
          track_script {
              check_haproxy
          }
          notify_backup "/usr/bin/logger -t vrrp backup"
      }`,
  },
});

function isEvent(event: string): event is NotifyEvent {
  return notifyEvents.some((known) => known === event);
}

/** The services and processes in a check's command. */
function watchedBy(host: Host, name: string): string[] {
  const scripts = checkScriptsOn(host).filter((script) => script.name === name);
  const process = blocksOf(host, "vrrp_track_process").find(({ statement }) => statement.args[0] === name);
  const tracked = process && inside(host, process, "process")?.statement.args[0];
  return [...scripts.flatMap(({ text }) => watchedIn(text)), ...(tracked === undefined ? [] : [tracked])];
}
