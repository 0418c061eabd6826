import { run } from "./verbs";

/** Prints all that the unit changes, and the places that a transaction must leave empty. */
const script = `
find /etc -xdev \\( -name '*-' -o -name .pwd.lock \\) -prune -o -printf '%p %y %m %u:%g %l\\n' | sort
sha256sum $(find /etc/demo -type f) /etc/passwd /etc/group | sort
echo "$(systemctl is-enabled demo) $(systemctl is-active demo) $(systemctl show -P NeedDaemonReload demo)"
if systemctl -q is-active demo; then cat /run/demo.loaded; fi
sysctl net.ipv4.ip_nonlocal_bind
find /var/lib/quorate/journal /run/quorate/job.* /var/lib/quorate/units -mindepth 1 2>/dev/null | grep -v /origin/ || :
sh /var/lib/quorate/node.sh facts | grep -v -e ^address -e ^stamp
ls -A /tmp | grep keepalived || :`;

/** The demo unit's and quorate's part of a node, as text. */
export const demoState = (node: string): Promise<string> => run(node, script);
