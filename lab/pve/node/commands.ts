import { Refusal } from "../api/parameters";
import { call } from "../api/server";
import { withHa } from "./liveHa";
import { queue } from "./orders";
import { version } from "./pveproxy";
import { guestFile, guests, read, run, thisNode, write } from "./tree";
import { addAcl, addRole, addToken, addUser, modifyRole, removeToken, UserError } from "./users";

/** A command's words: the ones without a dash, and the options by name. */
interface Words {
  readonly plain: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

function wordsOf(argv: readonly string[]): Words {
  const plain: string[] = [];
  const options: Record<string, string> = {};
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (/^--?[a-z]/.test(word)) options[word.replace(/^-+/, "")] = argv[++at] ?? "";
    else plain.push(word);
  }
  return { plain, options };
}

/** Calls the API as root@pam. */
function api(method: string, path: string, given: Readonly<Record<string, string>> = {}): unknown {
  const body = new URLSearchParams(given).toString();
  const inQuery = method === "GET" || method === "DELETE";
  const heard = {
    method,
    path: inQuery && body !== "" ? `${path}?${body}` : path,
    body: inQuery ? "" : body,
  };
  return call({ version, withHa }, heard, { privileges: ["Sys.Audit", "Sys.Console", "Sys.Modify"] });
}

type Run = (words: Words) => string;

const sidOf = (text = ""): string =>
  text.includes(":") ? text : `${guests().get(text)?.type ?? "vm"}:${text}`;

const haManager: Record<string, Run> = {
  add: ({ plain: [, sid = ""], options }) => {
    api("POST", "cluster/ha/resources", { sid: sidOf(sid), ...options });
    return "";
  },
  set: ({ plain: [, sid = ""], options }) => {
    api("PUT", `cluster/ha/resources/${sidOf(sid)}`, options);
    return "";
  },
  remove: ({ plain: [, sid = ""] }) => {
    api("DELETE", `cluster/ha/resources/${sidOf(sid)}`);
    return "";
  },
  config: () => read("ha/resources.cfg") ?? "",
  status: () => {
    const lines = api("GET", "cluster/ha/status/current") as { type: string; status: string }[];
    return lines.map(({ type, status }) => `${type} ${status}\n`).join("");
  },
  groupadd: ({ plain: [, group = ""], options }) => {
    api("POST", "cluster/ha/groups", { group, ...options });
    return "";
  },
  migrate: ({ plain: [, sid, node = ""] }) => {
    queue([`migrate ${sidOf(sid)} ${node}`]);
    return `requesting HA migration for '${sidOf(sid)}' to node '${node}'\n`;
  },
  "crm-command": ({ plain: [, ...words] }) => {
    if (words[0] === "migrate" || words[0] === "relocate")
      queue([`${words[0]} ${sidOf(words[1])} ${words[2] ?? ""}`]);
    else if (["node-maintenance", "disarm-ha", "arm-ha"].includes(words[0] ?? "")) queue([words.join(" ")]);
    else throw new UserError(`ERROR: unknown command 'ha-manager crm-command ${words[0] ?? ""}'`);
    return "";
  },
};

const pveum: Record<string, Run> = {
  "role add": ({ plain: [, , role = ""], options }) => {
    addRole(role, options["privs"] ?? "");
    return "";
  },
  "role modify": ({ plain: [, , role = ""], options }) => {
    modifyRole(role, options["privs"] ?? "");
    return "";
  },
  "user add": ({ plain: [, , user = ""], options }) => {
    addUser(user, options["comment"]);
    return "";
  },
  "user token": ({ plain: [, , verb, user = "", name = ""], options }) => {
    if (verb === "remove" || verb === "delete") {
      removeToken(user, name);
      return "";
    }
    const separated = options["privsep"] !== "0";
    const value = addToken(user, name, separated);
    const shown = { "full-tokenid": `${user}!${name}`, info: { privsep: separated ? "1" : "0" }, value };
    if (options["output-format"] === "json") return `${JSON.stringify(shown)}\n`;
    return Object.entries(shown)
      .map(([key, each]) => `${key} ${typeof each === "string" ? each : JSON.stringify(each)}\n`)
      .join("");
  },
  "acl modify": ({ plain: [, , path = ""], options }) => {
    addAcl(path, options["users"] ?? options["tokens"] ?? "", options["roles"] ?? "");
    return "";
  },
};

/** `pvesh ls|get|create|set|delete /path`, of the API's double. */
function pvesh({ plain: [verb = "", path = ""], options }: Words): string {
  const { "output-format": format, ...given } = options;
  if (verb === "ls") {
    const names = api("GET", path.replace(/^\//, "")) as { name: string }[];
    return names.map(({ name }) => `${name.endsWith("-ha") ? "---c-" : "-r---"}        ${name}\n`).join("");
  }
  const method = { get: "GET", create: "POST", set: "PUT", delete: "DELETE" }[verb] ?? verb;
  const answer = api(method, path.replace(/^\//, ""), given);
  return answer === null ? "" : `${JSON.stringify(answer, undefined, format === "json" ? undefined : 2)}\n`;
}

/** `qm` and `pct`: a guest is a file, and a systemd unit while it runs. */
const guestTool = (type: "vm" | "ct"): Record<string, Run> => {
  const verb =
    (word: string): Run =>
    ({ plain: [, id = ""] }) => {
      // Under HA, a start or stop is the manager's: it is asked in resources.cfg.
      const managed = (read("ha/resources.cfg") ?? "").includes(`${type}: ${id}\n`);
      if (managed)
        api("PUT", `cluster/ha/resources/${type}:${id}`, { state: word === "start" ? "started" : "stopped" });
      else if (run("systemctl", word, `pve-guest@${id}.service`) !== 0) throw new UserError(`${word} failed`);
      return "";
    };
  return {
    create: ({ plain: [, id = ""], options }) => {
      if (guests().has(id)) throw new UserError(`unable to create VM ${id} - VM ${id} already exists`);
      const lines = Object.entries(options).map(([key, value]) => `${key}: ${value}\n`);
      write(guestFile(`${type}:${id}`, thisNode), lines.join(""));
      return "";
    },
    start: verb("start"),
    stop: verb("stop"),
    shutdown: verb("stop"),
    config: ({ plain: [, id = ""] }) => read(guestFile(`${type}:${id}`, thisNode)) ?? "",
    status: ({ plain: [, id = ""] }) =>
      `status: ${run("systemctl", "is-active", "--quiet", `pve-guest@${id}.service`) === 0 ? "running" : "stopped"}\n`,
  };
};

/** Runs one of Proxmox VE's commands. @returns its exit code */
export function command(tool: string, argv: readonly string[]): number {
  const words = wordsOf(argv);
  const verbs = { "ha-manager": haManager, pveum, qm: guestTool("vm"), pct: guestTool("ct") }[tool] ?? {};
  const run = tool === "pvesh" ? pvesh : (verbs[`${argv[0] ?? ""} ${argv[1] ?? ""}`] ?? verbs[argv[0] ?? ""]);
  if (run === undefined) {
    console.error(`ERROR: unknown command '${[tool, argv[0] ?? ""].join(" ")}'`);
    return 255;
  }
  try {
    process.stdout.write(run(words));
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof UserError)) throw error;
    const errors = error instanceof Refusal ? Object.entries(error.errors ?? {}) : [];
    console.error(
      [
        `${error instanceof Refusal && error.status === 400 ? "400 " : ""}${error.message.trimEnd()}`,
        ...errors.map(([key, text]) => `${key}: ${text}`),
      ].join("\n"),
    );
    // Perl's errno of the moment, as measured.
    const codes: readonly (readonly [RegExp, number])[] = [
      [/does not exist in cluster/, 17],
      [/migrated to rules/, 2],
    ];
    return codes.find(([text]) => text.test(error.message))?.[1] ?? 255;
  }
}
