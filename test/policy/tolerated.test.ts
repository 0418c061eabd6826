import assert from "node:assert/strict";
import { command, type Declared, violations } from "../support/policy/pack";

const write = (path: string, text: string): Declared =>
  command(`a ${path}`, { create: `cat >${path} <<'EOF'\n${text}\nEOF\n` }, "a");
const keepalived = (text: string) => write("/etc/keepalived/keepalived.conf", text);
const haproxy = (text: string) => write("/etc/haproxy/haproxy.cfg", text);
const corosync = (text: string) => write("/etc/corosync/corosync.conf", text);

const check = (line: string, user = "keepalived_script") =>
  keepalived(`global_defs {\n script_user ${user}\n}\nvrrp_script c {\n script ${line}\n}`);
const script = (text: string) => [
  check('"/usr/local/bin/check"'),
  write("/usr/local/bin/check", `#!/bin/sh\n${text}`),
];
const instance = (lines: string) => keepalived(`vrrp_instance v {\n${lines}\n}`);
const tls = (bind: string, server: string, more = "") =>
  haproxy(
    `frontend f\n mode tcp\n${more}\n bind ${bind}\n default_backend b\nbackend b\n server s ${server}`,
  );
const strict = (lines: string, global = "vrrp_strict") =>
  keepalived(
    `global_defs {\n ${global}\n}\nvrrp_instance v {\n${lines}\nvirtual_ipaddress {\n 192.0.2.9/24\n}\n}`,
  );

/** Programs that a policy refuses, and programs that it takes. */
const cases: Readonly<Record<string, { wrong: readonly Declared[][]; right: readonly Declared[][] }>> = {
  "vrrp-strict-mode": {
    wrong: [
      [strict("")],
      [strict("strict_mode on", "router_id a")],
      [strict("unicast_peer {\n 192.0.2.1\n}")],
      [strict("accept")],
    ],
    right: [
      [strict("strict_mode off")],
      [strict("no_accept")],
      [strict("priority 255")],
      [strict("version 3\naccept")],
      [strict("", "vrrp_strict off")],
      [strict(""), command("router", { create: "sysctl -w net.ipv4.ip_forward=1" }, "a")],
    ],
  },
  "vrrp-check-permission": {
    wrong: [
      [check('"killall -0 haproxy"')],
      [check('"/usr/bin/killall -q -0 haproxy"')],
      [check('"/usr/bin/pkill -0 haproxy"')],
      script("kill -0 $(cat /run/haproxy.pid)"),
      script("test -e /etc/x && killall -s 0 nginx"),
    ],
    right: [
      [check('"killall -0 haproxy"', "root")],
      [check('"killall -0 haproxy"', "haproxy")],
      [check('"killall -0 nginx"', "www-data")],
      [check('"/usr/bin/pgrep -x haproxy"')],
      script("sudo killall -0 haproxy"),
      script("# killall -0 haproxy\npgrep haproxy"),
    ],
  },
  "vrrp-check-command": {
    wrong: [
      ['"</dev/tcp/127.0.0.1/80"'],
      ['"[[ -e /run/x ]]"'],
      ['"source /etc/x; check"'],
      ['"A=1 /usr/bin/check"'],
      ['"! pgrep haproxy"'],
      ['"/usr/bin/test -n $(pgrep haproxy)"'],
      ['"pgrep haproxy>/dev/null"'],
      ['"pgrep haproxy &>/dev/null"'],
      ['"pgrep a || pgrep b"'],
    ].map(([line = ""]) => [check(line)]),
    right: [
      [check(`"/bin/sh -c 'pgrep a || pgrep b > /dev/null'"`)],
      [check('"/usr/bin/curl -fsS http://127.0.0.1/?a=1&b=2"')],
      [check('"/usr/bin/[ -e /run/x ]"')],
    ],
  },
  "vrrp-check-restarts": {
    wrong: [
      script("systemctl is-active --quiet haproxy || systemctl restart haproxy"),
      script("if ! pidof nginx; then\n service nginx start\nfi"),
      script('if [ "$(ps -C nginx --no-headers | wc -l)" = 0 ]; then systemctl start nginx.service; fi'),
    ],
    right: [script("systemctl is-active --quiet haproxy"), script("pgrep nginx || systemctl restart logger")],
  },
  "vrrp-initial-state": {
    wrong: [[instance("state MASTER\nnopreempt")], [instance("state MASTER\npreempt_delay 30")]],
    right: [
      [instance("state BACKUP\nnopreempt")],
      [instance("nopreempt")],
      [instance("@lb1 state MASTER\nnopreempt")],
    ],
  },
  "vrrp-auth-type": {
    wrong: ["MD5", "TEXT", "pass"].map((type) => [instance(`authentication {\n auth_type ${type}\n}`)]),
    right: ["PASS", "AH"].map((type) => [instance(`authentication {\n auth_type ${type}\n}`)]),
  },
  "vrrp-value-range": {
    wrong: [
      [keepalived("vrrp_script c {\n script /c\n interval 0.5\n}")],
      [keepalived("vrrp_script c {\n script /c\n weight -300\n}")],
      [keepalived("track_file f {\n file /f\n weight 300\n}")],
      [instance("preempt_delay 5000")],
      [keepalived("global_defs {\n vrrp_version 4\n}")],
    ],
    right: [
      [keepalived("vrrp_script c {\n script /c\n interval 5\n timeout 3\n weight -50\n}")],
      [keepalived("$W=-5\nvrrp_script c {\n script /c\n weight $W\n interval {{seconds}}\n}")],
      [instance("preempt_delay 2.5")],
    ],
  },
  "quorum-nodes-distinct": {
    wrong: [
      [corosync("nodelist {\n node {\n  nodeid: 1\n }\n node {\n  nodeid: 1\n }\n}")],
      [corosync("nodelist {\n node {\n  name: n1\n }\n node {\n  name: n1\n }\n}")],
      [
        corosync(
          "nodelist {\n node {\n  ring0_addr: 2001:db8::1\n }\n node {\n  ring0_addr: 2001:DB8:0::1\n }\n}",
        ),
      ],
      [corosync("nodelist {\n node {\n  ring0_addr: n1\n  ring1_addr: n1\n }\n}")],
    ],
    right: [
      [corosync("nodelist {\n node {\n  nodeid: 1\n  name: 2\n }\n node {\n  nodeid: 2\n  name: 1\n }\n}")],
    ],
  },
  "quorum-qdevice-in-force": {
    wrong: ["last_man_standing: 1", "auto_tie_breaker: 1", "expected_votes: 3"].map((line) => [
      corosync(`quorum {\n ${line}\n device {\n  model: net\n  net {\n   host: q\n  }\n }\n}`),
    ]),
    right: [
      [corosync("quorum {\n expected_votes: 3\n device {\n  votes: 1\n  net {\n   host: q\n  }\n }\n}")],
    ],
  },
  "haproxy-tls-twice": {
    wrong: [
      [tls(":443", "192.0.2.1:8443 check ssl verify none")],
      [tls(":9000", "192.0.2.1:9000 ssl", " tcp-request content accept if { req.ssl_hello_type 1 }")],
    ],
    right: [
      [tls(":443", "192.0.2.1:8443 check check-ssl verify none")],
      [tls(":443 ssl crt /c.pem", "192.0.2.1:8443 check ssl verify none")],
      [tls(":5432", "192.0.2.1:5432 check ssl verify none")],
    ],
  },
  "haproxy-check-speaks-tls": {
    wrong: [[haproxy("backend b\n mode tcp\n option httpchk\n server s 192.0.2.1:443 check")]],
    right: [
      [haproxy("backend b\n mode tcp\n option httpchk\n server s 192.0.2.1:443 check port 8080")],
      [
        haproxy(
          "backend b\n mode tcp\n option httpchk\n http-check connect ssl\n server s 192.0.2.1:443 check",
        ),
      ],
    ],
  },
  "haproxy-line-ignored": {
    wrong: [
      "backend b\n http-check expect status 200\n server s 192.0.2.1:80 check",
      "backend b\n tcp-check expect string x\n server s 192.0.2.1:80 check",
      "frontend f\n mode tcp\n http-request deny",
      "frontend f\n mode tcp\n redirect scheme https",
      "listen l\n bind :80\n server s 192.0.2.1:80 check\n default_backend b",
    ].map((text) => [haproxy(text)]),
    right: [
      "defaults\n mode http\n option httpchk\nbackend b\n http-check expect status 200\n cookie A",
      "defaults\n mode http\n cookie A\nfrontend f\n mode tcp",
    ].map((text) => [haproxy(text)]),
  },
  "haproxy-time-unit": {
    wrong: [[haproxy("defaults\n timeout client 30")], [haproxy("backend b\n timeout server 5")]],
    right: [[haproxy("defaults\n timeout client 30s\n timeout server 5000\n timeout connect 50ms")]],
  },
};

describe("what the daemons tolerate", () => {
  for (const [policy, { wrong, right }] of Object.entries(cases)) {
    it(`is found by ${policy}, and its neighbours aren't`, async () => {
      for (const program of wrong)
        assert.notDeepEqual(
          await violations(program, {}, policy),
          [],
          JSON.stringify(program.map(({ inputs }) => inputs)),
        );
      for (const program of right) assert.deepEqual(await violations(program, {}, policy), []);
    });
  }
});
