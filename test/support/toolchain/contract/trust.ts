import type { Row } from "./row";

/** Host keys, and ways to log in. */
export const trust: Row[] = [
  {
    name: "another host key is refused before the login",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ hostKey: sshd.read("other.pub") }),
    fails: /^after 1 failed attempts: ssh: handshake failed: ssh: host key mismatch$/,
    ran: false,
  },
  {
    name: "a host key that is none",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: () => ({ hostKey: "nonsense" }),
    fails: /^failed to parse host key: ssh: no key found$/,
    logs: [],
    ran: false,
  },
  {
    name: "without hostKey any key is taken",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: () => ({ hostKey: null }),
    ran: true,
  },
  {
    name: "a private key that the host does not know",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ privateKey: sshd.read("other") }),
    fails:
      /^after 1 failed attempts: ssh: handshake failed: ssh: unable to authenticate, attempted methods \[none publickey\], no supported methods remain$/,
    ran: false,
  },
  {
    name: "a private key that is none",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: () => ({ privateKey: "nonsense" }),
    fails: /^ssh: no key found$/,
    logs: [],
  },
  {
    name: "a locked private key without its password",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ privateKey: sshd.read("locked") }),
    fails: /^ssh: this private key is passphrase protected$/,
  },
  {
    name: "a locked private key with the wrong password",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ privateKey: sshd.read("locked"), privateKeyPassword: "open" }),
    fails: /^x509: decryption password incorrect$/,
  },
  {
    name: "a locked private key with its password",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: (sshd) => ({ privateKey: sshd.read("locked"), privateKeyPassword: "open sesame" }),
    ran: true,
  },
  {
    name: "no way to log in",
    operation: "create",
    inputs: { create: "touch $MARK" },
    connection: () => ({ privateKey: null }),
    fails: /unable to authenticate, attempted methods \[none\]/,
    ran: false,
  },
];
