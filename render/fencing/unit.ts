import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host, NicWatchdogService } from "../../model";
import type { Service, Unit } from "../../agent/unit";
import { rootFile } from "../file";

const name = "quorate-nic-watchdog";
const program = "/usr/local/lib/quorate/nic-watchdog";
const unitFile = (file: string): string => `/etc/systemd/system/${name}${file}`;

/** Starts the look; all other steps follow from it. */
const timer: Service = { name: `${name}.timer`, change: "restart", owned: true };

/**
 * The watchdog on one of its nodes: a timer, the look that it starts, and the action after a failed look.
 * @throws TypeError if `node` has no watchdog
 */
export function nicWatchdog(watchdog: NicWatchdogService, { name: node, family }: Host): Unit {
  const interfaces = watchdog.interfaces[node];
  if (interfaces === undefined) throw new TypeError(`${node} has no watchdog`);
  const script = readFileSync(join(__dirname, "nic-watchdog.sh"), "utf8").trimEnd().split("\n");
  return {
    name: "nic-watchdog",
    family,
    ...{ packages: [], users: [], directories: [] },
    files: [
      rootFile(program, "0755", script),
      rootFile(unitFile(".timer"), "0644", timerLines(watchdog)),
      rootFile(unitFile(".service"), "0644", lookLines(watchdog, interfaces)),
      rootFile(unitFile("-act.service"), "0644", actLines(watchdog, interfaces)),
    ],
    sysctls: [],
    validations: [
      ...interfaces.map(exists),
      `systemd-analyze verify --recursive-errors=no ${[".timer", ".service", "-act.service"].map(unitFile).join(" ")}`,
    ],
    services: [timer],
    verifications: [{ active: timer.name }],
  };
}

/** The shell text that fails, with a list of the node's interfaces, if it has none of that name. */
function exists(name: string): string {
  return `ip -br link show dev ${name} >/dev/null || { ip -br link; exit 1; }`;
}

/** A oneshot that fails was never active, so its intervals count from its last end; systemd.timer(5). */
function timerLines({ interval, startDelay }: NicWatchdogService): string[] {
  return [
    "[Unit]",
    "Description=Looks at whether this node is cut off from the network",
    "",
    "[Timer]",
    `OnBootSec=${String(startDelay)}ms`,
    `OnUnitInactiveSec=${String(interval)}ms`,
    "# Else it would be a minute.",
    "AccuracySec=50ms",
    "",
    "[Install]",
    "WantedBy=timers.target",
  ];
}

function environment({ interval, misses }: NicWatchdogService, interfaces: readonly string[]): string[] {
  // Seconds. A node under load may be late by half a minute.
  const patience = Math.ceil((2 * interval) / 1000) + 30;
  return [
    `Environment="INTERFACES=${interfaces.join(" ")}" MISSES=${String(misses)} PATIENCE=${String(patience)}`,
    "# Lines of the program, and failures; not each start and end.",
    "SyslogLevel=notice",
    "LogLevelMax=notice",
  ];
}

function lookLines(watchdog: NicWatchdogService, interfaces: readonly string[]): string[] {
  return [
    "[Unit]",
    "Description=Counts how often in a row this node was cut off from the network",
    `OnFailure=${name}-act.service`,
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=oneshot",
    `ExecStart=${program} look`,
    ...environment(watchdog, interfaces),
    "TimeoutStartSec=10",
    "DynamicUser=yes",
    `RuntimeDirectory=${name}`,
    "RuntimeDirectoryPreserve=yes",
    ...sandbox,
  ];
}

/** The look reads /sys and /proc/uptime, and writes to its own directory. */
const sandbox = [
  "# Without these two a directory for temporary files would be made at each look, on the disk.",
  "InaccessiblePaths=/tmp /var/tmp",
  "CapabilityBoundingSet=",
  "IPAddressDeny=any",
  "LockPersonality=yes",
  "MemoryDenyWriteExecute=yes",
  "PrivateDevices=yes",
  "ProtectClock=yes",
  "ProtectControlGroups=yes",
  "ProtectHome=yes",
  "ProtectHostname=yes",
  "ProtectKernelLogs=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelTunables=yes",
  "RestrictAddressFamilies=AF_UNIX",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "SystemCallArchitectures=native",
  "SystemCallFilter=@system-service",
];

function actLines(watchdog: NicWatchdogService, interfaces: readonly string[]): string[] {
  const { action, services } = watchdog;
  return [
    "[Unit]",
    "Description=Takes this node out of service if it is cut off from the network",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=oneshot",
    `ExecStart=${program} act`,
    ...environment(watchdog, interfaces),
    `Environment=ACTION=${action}${action === "stop" ? ` "SERVICES=${services.join(" ")}"` : ""}`,
  ];
}
