import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigurationInput } from "../../../model";
import type { Unit } from "../../../agent/unit";
import { readHaproxy, type Section } from "../../../policy/formats/haproxy";
import { readCorosync, sectionOf } from "../../../policy/formats/corosync";
import { fillHoles } from "./tree";

/** A text that a person writes and a node's file has. */
export interface Written {
  readonly place: string;
  /** The text's form: `text` is arbitrary, and the schema refuses the result or quorate writes it as it is. */
  readonly form: (text: string) => string;
  /** What the file's reader takes for the text; `filled` gives the file at a path, as the node's program fills it. */
  readonly readBack: (filled: (path: string) => string) => string | undefined;
}

const haproxyConfig = "/etc/haproxy/haproxy.cfg";
const script = (name: string): string => `/etc/keepalived/scripts/${name}.sh`;

/** The arguments of the first line with these words in a section of haproxy.cfg. */
const haproxyArgs = (text: string, section: string, ...words: string[]): readonly string[] | undefined => {
  const found = readHaproxy(text).find(({ kind, name }) => `${kind} ${name}` === section);
  return found && argsOf(found, ...words);
};

/** With a backslash before each sign, which makes it an ordinary character of a regular expression. */
const backslashed = (text: string): string =>
  text.replace(/(\{\{secret:\w*\}\})|[!-/:-@[-`{-~]/g, (sign, hole?: string) => hole ?? `\\${sign}`);

export const written: readonly Written[] = [
  {
    place: "haproxy.stats.uri",
    form: (text) => `/${text}`,
    readBack: (filled) => haproxyArgs(filled(haproxyConfig), "frontend stats", "stats", "uri")?.[0],
  },
  {
    place: "haproxy.backends.web.check.http.path",
    form: (text) => `/${text}`,
    readBack: (filled) =>
      haproxyArgs(filled(haproxyConfig), "backend web", "http-check", "send", "meth", "GET", "uri")?.[0],
  },
  {
    place: "haproxy.backends.ssh.check.tcp.expect",
    form: (text) => `x${backslashed(text)}`,
    readBack: (filled) =>
      haproxyArgs(filled(haproxyConfig), "backend ssh", "tcp-check", "expect", "rstring")?.[0],
  },
  {
    place: "vrrp.ui.track[0].http.path",
    form: (text) => `/${text}`,
    readBack: (filled) => urlOf(filled(script("check_ui_plain")))?.replace("http://192.0.2.11:80", ""),
  },
  {
    place: "vrrp.ui.track[1].https.url",
    form: (text) => `https://a/${text}`,
    readBack: (filled) => urlOf(filled(script("check_ui_whole"))),
  },
  {
    place: "vrrp.ui.notify.master",
    form: (text) => `: ${text}.`,
    readBack: (filled) =>
      filled(script("notify_ui_master"))
        .replace(/^#!\/bin\/sh\n/, "")
        .replace(/\n$/, ""),
  },
  {
    place: "quorum.qdevice.heuristics.execs.a",
    form: (text) => `/bin/true ${text}.`,
    readBack: (filled) => {
      const device = sectionOf(
        sectionOf(readCorosync(filled("/etc/corosync/corosync.conf")), "quorum"),
        "device",
      );
      return sectionOf(device, "heuristics")?.values.get("exec_a");
    },
  },
];

/** A configuration with these texts, in the order of `written`. */
export function withTexts(texts: readonly string[]): ConfigurationInput {
  const [uri, httpPath, expect, trackPath, url, notify, exec] = texts;
  return {
    cluster: {
      name: "all",
      platform: "debian",
      ssh: { hostKeys: "known_hosts" },
      networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
      witnesses: { q1: { address: "192.0.2.21" } },
      nodes: { n1: { address: "192.0.2.11" }, n2: { address: "192.0.2.12" } },
    },
    vrrp: {
      ui: {
        virtualRouterId: 51,
        virtualIpaddress: ["192.0.2.100/24"],
        order: ["n1", "n2"],
        authPass: { secret: true },
        notify: { master: notify },
        track: [
          { http: { path: trackPath }, name: "plain" },
          { https: { url }, name: "whole" },
          { process: "haproxy" },
        ],
      },
    },
    haproxy: {
      frontends: { ssh: { bind: "192.0.2.100:22", defaultBackend: "ssh" } },
      backends: {
        ssh: { check: { tcp: { expect } }, nodes: 22 },
        web: { check: { http: { path: httpPath } }, nodes: 80 },
      },
      stats: { uri, auth: { user: "admin", password: { secret: true } } },
    },
    quorum: { qdevice: { host: "q1", heuristics: { mode: "on", execs: { a: exec } } } },
  };
}

/** The files of these units by path, as the node's program fills them. */
export function filledFiles(units: readonly Unit[]): (path: string) => string {
  const files = new Map(units.flatMap((unit) => unit.files.map(({ path, content }) => [path, content])));
  return (path) => fillHoles(files.get(path) ?? "");
}

/** The last argument that curl gets from a check's script. */
function urlOf(text: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "quorate-curl-"));
  try {
    writeFileSync(
      join(folder, "curl"),
      `#!/bin/sh\nfor last; do :; done\nprintf '%s|' "$last" >"${folder}/last"\n`,
    );
    chmodSync(join(folder, "curl"), 0o755);
    const { PATH = "" } = process.env;
    spawnSync("sh", [], { input: text, env: { PATH: `${folder}:${PATH}` } });
    return spawnSync("cat", [join(folder, "last")], { encoding: "utf8" }).stdout.slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The arguments of the first line with these words; undefined if none has them. */
function argsOf({ lines }: Section, ...words: readonly string[]): readonly string[] | undefined {
  const [keyword, ...rest] = words;
  const found = lines.find(
    (line) => line.keyword === keyword && rest.every((value, index) => line.args[index] === value),
  );
  return found?.args.slice(rest.length);
}
