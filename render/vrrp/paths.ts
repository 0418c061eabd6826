/** The layout of /etc/keepalived. A group's files carry its name. */
export const root = "/etc/keepalived";
export const confd = `${root}/conf.d`;
export const scripts = `${root}/scripts`;
export const main = `${root}/keepalived.conf`;
export const globalDefs = `${confd}/00-global_defs.conf`;
export const fifoScript = `${scripts}/notify_fifo.sh`;
export const addressProtocol = "/etc/iproute2/rt_addrprotos.d/keepalived.conf";

export const vrrpScripts = (group: string): string => `${confd}/10-vrrp_scripts-${group}.conf`;
export const vrrpInstance = (group: string): string => `${confd}/20-vrrp_instances-${group}.conf`;
export const vrrpSyncGroup = (name: string): string => `${confd}/30-vrrp_sync_groups-${name}.conf`;

/** Makes what a group needs in /run at each boot: tmpfiles.d(5). */
export const temporaryFiles = (group: string): string => `/etc/tmpfiles.d/quorate-${group}.conf`;

/** The name of a check's vrrp_script, and of its file. */
export const checkName = (group: string, check: string): string => `check_${group}_${check}`;
export const checkScript = (group: string, check: string): string =>
  `${scripts}/${checkName(group, check)}.sh`;
export const notifyScript = (group: string, event: string): string =>
  `${scripts}/notify_${group}_${event}.sh`;
