import { type Mistake } from "./mistake";

/** Mistakes in checks of your own, and in files that drain a node. */
export const ownChecks: readonly Mistake[] = [
  [
    "a shell's words in a check that is no script",
    {
      "vrrp.ui.track": [
        { process: "haproxy" },
        { script: { path: "/usr/bin/curl -s localhost | grep -q ok" } },
      ],
    },
    "VRRP_CHECK_COMMAND",
    "vrrp.ui.track (curl)",
    /keepalived is no shell/,
  ],
  [
    "a check of your own that its user may not do",
    { "vrrp.ui.track": [{ process: "haproxy" }, { script: "killall -0 nginx" }] },
    "VRRP_CHECK_PERMISSION",
    "vrrp.ui.track (killall)",
    /which keepalived_script doesn't have/,
  ],
  [
    "a check of your own that heals",
    { "vrrp.ui.track": [{ process: "haproxy" }, { script: "pgrep -x nginx || systemctl restart nginx" }] },
    "VRRP_CHECK_RESTARTS",
    "vrrp.ui.track (pgrep)",
    /starts nginx although it watches it/,
  ],
  [
    "a check of your own that root runs",
    { "vrrp.ui.track": [{ process: "haproxy" }, { script: "true", user: "root" }] },
    "VRRP_SCRIPT_USER",
    "vrrp.ui.track (true)",
    /root runs checks/,
  ],
  [
    "a user of a check without a script",
    { "vrrp.ui.track": [{ process: "haproxy", user: "checker" }] },
    "VRRP_OPTION_IGNORED",
    "vrrp.ui.track[0].user",
    /this check has none; leave user out/,
  ],
  [
    "a script as text and path",
    { "vrrp.ui.track": [{ process: "haproxy" }, { script: { text: "true", path: "/bin/true" } }] },
    "CONFIG_VALUE_INVALID",
    "vrrp.ui.track[1].script",
    /exactly one of text, path/,
  ],
  [
    "a file in a directory that a boot may not make",
    { "vrrp.ui.track": [{ process: "haproxy" }, { file: "/srv/drain" }] },
    "CONFIG_VALUE_INVALID",
    "vrrp.ui.track[1].file",
    /there when keepalived starts/,
  ],
  [
    "a file that raises the priority",
    { "vrrp.ui.track": [{ process: "haproxy" }, { file: "/run/drain", weight: 30 }] },
    "VRRP_FILE_WEIGHT",
    "vrrp.ui.track[1].weight",
    /a node that you drain/,
  ],
  [
    "a file that drains too little",
    { "vrrp.ui.track": [{ process: "haproxy" }, { file: "/run/drain", weight: -5 }] },
    "VRRP_FAILOVER_POSSIBLE",
    "vrrp.ui.track (drain)",
    /95 against n3's 80/,
  ],
  [
    "a BACKUP that stops what a check of your own watches",
    {
      "vrrp.ui.track": [{ process: "haproxy" }, { script: "systemctl is-active --quiet nginx" }],
      "vrrp.ui.notify": { backup: "systemctl stop nginx" },
    },
    "VRRP_NOTIFY_STOPS_CHECKED_SERVICE",
    "vrrp.ui.notify.backup",
    /stops nginx/,
  ],
];
