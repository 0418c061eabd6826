import { utils, type AnyAuthMethod, type ParsedKey } from "ssh2";

/** The user, the credentials, and the key that the host must show. */
export interface Login {
  user: string;
  password?: string;
  privateKey?: string;
  privateKeyPassword?: string;
  agentSocketPath?: string;
  /** A line as in a .pub file. Default: any key. */
  hostKey?: string;
}

/** @throws if it is no line of an authorized_keys or .pub file */
export function hostKeyOf(line: string): { blob: Buffer; algorithms: string[] } {
  const key = utils.parseKey(line.trim());
  if (key instanceof Error) throw new Error("failed to parse host key: ssh: no key found");
  const { type } = key;
  const algorithms = type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type];
  return { blob: key.getPublicSSH(), algorithms };
}

/**
 * The ways to log in, in their order: private key, or else agent; then password and keyboard-interactive. The
 * returned function begins one attempt: `next` is ssh2's authHandler, `tried` fills with the methods' names.
 *
 * @throws if the private key can't be read
 */
export function authentication(login: Login) {
  const { user: username, password, privateKey, privateKeyPassword } = login;
  const methods: AnyAuthMethod[] = [{ type: "none", username }];
  const agent = login.agentSocketPath ?? process.env.SSH_AUTH_SOCK;
  if (privateKey !== undefined) {
    methods.push({ type: "publickey", username, key: readable(privateKey, privateKeyPassword) });
  } else if (agent) {
    methods.push({ type: "agent", username, agent });
  }
  if (password !== undefined) {
    methods.push({ type: "password", username, password });
    const prompt = (
      _name: string,
      _instructions: string,
      _lang: string,
      questions: unknown[],
      finish: Finish,
    ) => {
      finish(questions.map(() => password));
    };
    methods.push({ type: "keyboard-interactive", username, prompt: prompt });
  }
  return () => {
    const left = [...methods];
    const tried: string[] = [];
    const next = (accepted: string[] | null): AnyAuthMethod | false => {
      for (let method = left.shift(); method; method = left.shift()) {
        const name = method.type === "agent" ? "publickey" : method.type;
        if (accepted && !accepted.includes(name)) continue;
        tried.push(name);
        return method;
      }
      return false;
    };
    return { next, tried };
  };
}

type Finish = (answers: string[]) => void;

function readable(privateKey: string, passphrase: string | undefined): ParsedKey {
  const parsed = utils.parseKey(privateKey, passphrase);
  if (!(parsed instanceof Error)) return parsed;
  if (/no passphrase given/.test(parsed.message))
    throw new Error("ssh: this private key is passphrase protected");
  if (/passphrase/.test(parsed.message)) throw new Error("x509: decryption password incorrect");
  throw new Error("ssh: no key found");
}
