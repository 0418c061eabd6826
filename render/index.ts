export { keepalivedBase } from "./keepalived/base";
export { vrrpGroup } from "./keepalived/group";
export { syncGroup } from "./keepalived/syncGroup";
export { loadBalancer } from "./haproxy/unit";
export { sshd } from "./sshd";
export { authPassSecret } from "./keepalived/instance";
export { statsSecret } from "./haproxy/config";
export { corosyncConfig, type Numbers, startOptions } from "./corosync/config";
export { authkeyLength, authkeySecret, corosyncUnit } from "./corosync/unit";
