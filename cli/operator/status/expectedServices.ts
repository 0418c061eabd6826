import type { Host, Model } from "../../../model";

/** The services that the stack wants to run on a node. The node itself knows the services that its units own. */
export function expectedServices(model: Model, { name }: Host): string[] {
  const { quorum, vrrpGroups, loadBalancer, nicWatchdog } = model;
  const isNode = quorum?.nodes.some((node) => node.name === name) ?? false;
  return [
    ...(isNode ? ["corosync", ...(quorum?.qdevice ? ["corosync-qdevice"] : [])] : []),
    ...(quorum?.qdevice?.witness.name === name ? ["corosync-qnetd"] : []),
    ...(vrrpGroups.some(({ members }) => members.some(({ node }) => node === name)) ? ["keepalived"] : []),
    ...(loadBalancer?.nodes.includes(name) ? ["haproxy"] : []),
    ...(nicWatchdog?.nodes.includes(name) ? ["quorate-nic-watchdog.timer"] : []),
  ];
}
