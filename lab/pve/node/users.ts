import { randomUUID } from "node:crypto";
import type { Token } from "../api/server";
import { read, write } from "./tree";

const usersFile = "user.cfg";
const tokensFile = "priv/token.cfg";
const linesOf = (path: string): string[] => (read(path) ?? "").split("\n").filter((line) => line !== "");

function add(path: string, line: string, mode?: number): void {
  write(path, `${[...linesOf(path), line].join("\n")}\n`, mode);
}

function without(path: string, start: string): void {
  const kept = linesOf(path).filter((line) => !line.startsWith(start));
  write(path, kept.map((line) => `${line}\n`).join(""));
}

/** What has gone wrong, in pveum's words. */
export class UserError extends Error {}

export function addRole(role: string, privileges: string): void {
  if (linesOf(usersFile).some((line) => line.startsWith(`role:${role}:`)))
    throw new UserError(`create role failed: role '${role}' already exists`);
  add(usersFile, `role:${role}:${privileges.split(/[ ,;]+/).join(",")}:`);
}

export function modifyRole(role: string, privileges: string): void {
  if (!linesOf(usersFile).some((line) => line.startsWith(`role:${role}:`)))
    throw new UserError(`modify role failed: role '${role}' does not exist`);
  without(usersFile, `role:${role}:`);
  addRole(role, privileges);
}

export function addUser(user: string, comment = ""): void {
  if (linesOf(usersFile).some((line) => line.startsWith(`user:${user}:`)))
    throw new UserError(`create user failed: user '${user}' already exists`);
  add(usersFile, `user:${user}:1:0::::${comment}::`);
}

/** @returns the token's secret, which is shown this once */
export function addToken(user: string, name: string, separated: boolean): string {
  if (!linesOf(usersFile).some((line) => line.startsWith(`user:${user}:`)))
    throw new UserError(`no such user ('${user}')`);
  if (linesOf(usersFile).some((line) => line.startsWith(`token:${user}!${name}:`)))
    throw new UserError("Token already exists.");
  const secret = randomUUID();
  add(usersFile, `token:${user}!${name}:0:${separated ? "1" : "0"}::`);
  add(tokensFile, `${user}!${name} ${secret}`, 0o600);
  return secret;
}

export function removeToken(user: string, name: string): void {
  without(usersFile, `token:${user}!${name}:`);
  without(tokensFile, `${user}!${name} `);
}

export function addAcl(path: string, who: string, role: string): void {
  const line = `acl:1:${path}:${who}:${role}:`;
  if (!linesOf(usersFile).includes(line)) add(usersFile, line);
}

/** The token of a USER@REALM!NAME, with its privileges on `/`. */
export function tokenOf(name: string): Token | undefined {
  const [, secret] =
    linesOf(tokensFile)
      .map((line) => line.split(" "))
      .find(([each]) => each === name) ?? [];
  if (secret === undefined) return undefined;
  const user = name.replace(/!.*$/, "");
  const lines = linesOf(usersFile).map((line) => line.split(":"));
  const separated = lines.find(([kind, id]) => kind === "token" && id === name)?.[3] === "1";
  const of = (who: string): string[] =>
    lines
      .filter(
        ([kind, , path, users = ""]) => kind === "acl" && path === "/" && users.split(",").includes(who),
      )
      .flatMap(
        ([, , , , role]) => lines.find(([kind, id]) => kind === "role" && id === role)?.[2]?.split(",") ?? [],
      );
  const users = of(user);
  return { secret, privileges: separated ? of(name).filter((each) => users.includes(each)) : users };
}
