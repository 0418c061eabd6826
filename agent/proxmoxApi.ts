import { request } from "node:https";
import { rootCertificates } from "node:tls";
import { timeouts } from "./timeouts";

export interface ApiAccess {
  /** `https://host:port` */
  readonly endpoint: string;
  /** USER@REALM!NAME=SECRET */
  readonly token: string;
  /** The certificate of Proxmox VE's own CA, PEM. */
  readonly ca: string;
}

/** The API refuses a question of quorate, or doesn't answer. The message is for you, and doesn't hold the token's secret. */
export class ApiError extends Error {}

/** `data` of a GET below /api2/json. @throws ApiError */
export async function getFromApi<T>(access: ApiAccess, path: string): Promise<T> {
  const { status, reason, body } = await answerOf(access, path);
  if (status === 200) return (JSON.parse(body) as { data: T }).data;
  throw new ApiError(refusal(access, path, status, reason));
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
}

function answerOf({ endpoint, token, ca }: ApiAccess, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      reject(new ApiError(unreachable(endpoint, error)));
    };
    const asked = request(
      `${endpoint}/api2/json/${path}`,
      {
        agent: false,
        signal: AbortSignal.timeout(timeouts.apiMs),
        ca: [...rootCertificates, ca],
        headers: { Accept: "application/json", Authorization: `PVEAPIToken=${token}` },
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => (body += text));
        response.on("error", fail).on("end", () => {
          resolve({ status: response.statusCode ?? 0, reason: response.statusMessage ?? "", body });
        });
      },
    );
    asked.on("error", fail).end();
  });
}

const nameOf = (token: string): string => token.replace(/=.*$/, "");

function refusal({ endpoint, token }: ApiAccess, path: string, status: number, reason: string): string {
  const answer = `${String(status)} ${reason}`.trim();
  if (status === 401)
    return `the API at ${endpoint} doesn't accept the token ${nameOf(token)} (${answer}): its secret is wrong, or it or its user has expired or is disabled`;
  return `the API at ${endpoint} refuses to read ${path} to the token ${nameOf(token)}: ${answer}`;
}

function unreachable(endpoint: string, { code = "", message }: NodeJS.ErrnoException): string {
  if (/CERT|SIGNATURE|ALTNAME/.test(code))
    return `the certificate of ${endpoint} isn't what Proxmox VE's own CA signed for this address, so another machine may answer there: ${message}`;
  return `the API at ${endpoint} doesn't answer: ${message}`;
}
