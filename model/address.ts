import ipaddr from "ipaddr.js";

export type Family = 4 | 6;

/** The addresses that every machine listens on: its wildcards and its loopback. */
export const everywhere: readonly string[] = ["0.0.0.0", "::", "127.0.0.1", "::1"];

/** An address with its prefix length, as `192.0.2.100/24`. */
export interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: Family;
}

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const dottedQuad = new RegExp(`^${octet}(\\.${octet}){3}$`);

/** Whether `text` is an address: four decimal numbers or IPv6 without a zone. */
export function isAddress(text: string): boolean {
  return dottedQuad.test(text) || (text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text));
}

/** 4 or 6. `address` must be a valid address. */
export function familyOf(address: string): Family {
  return address.includes(":") ? 6 : 4;
}

/** The canonical text of a valid address (RFC 5952 for IPv6): equal addresses become equal strings. */
export function canonical(address: string): string {
  if (dottedQuad.test(address)) return address;
  const ip = ipaddr.parse(address);
  return ip.kind() === "ipv6" ? (ip as ipaddr.IPv6).toRFC5952String() : ip.toString();
}

/** Parses `192.0.2.100/24`. Undefined if the text isn't an address with a prefix length. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = match?.[1] ?? "";
  const prefix = Number(match?.[2]);
  if (!isAddress(address) || prefix > (familyOf(address) === 4 ? 32 : 128)) return undefined;
  return { address: canonical(address), prefix, family: familyOf(address) };
}

/** The canonical text, such as `192.0.2.100/24`. */
export function printCidr(cidr: Cidr): string {
  return `${cidr.address}/${String(cidr.prefix)}`;
}

/**
 * Whether `address` is in `subnet`, such as `192.0.2.0/24`.
 * @throws TypeError if `subnet` isn't an address with a prefix length.
 */
export function inSubnet(address: string, subnet: string): boolean {
  const { address: network, prefix, family } = mustParse(subnet);
  if (familyOf(address) !== family) return false;
  const ip: Ip = ipaddr.parse(address);
  return ip.kind() === "ipv4"
    ? (ip as ipaddr.IPv4).match(ipaddr.IPv4.parse(network), prefix)
    : (ip as ipaddr.IPv6).match(ipaddr.IPv6.parse(network), prefix);
}

/**
 * The subnet's own address: `192.0.2.0` for `192.0.2.0/24`.
 * @throws TypeError if `subnet` isn't an address with a prefix length.
 */
export function networkAddress(subnet: string): string {
  const { family } = mustParse(subnet);
  const parser = family === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
  return canonical(parser.networkAddressFromCIDR(subnet).toString());
}

/**
 * The broadcast address: `192.0.2.255` for `192.0.2.0/24`. Undefined for IPv6, /31 and /32, which have none.
 * @throws TypeError if `subnet` isn't an address with a prefix length.
 */
export function broadcastAddress(subnet: string): string | undefined {
  const { family, prefix } = mustParse(subnet);
  if (family === 6 || prefix > 30) return undefined;
  return ipaddr.IPv4.broadcastAddressFromCIDR(subnet).toString();
}

/** Whether `address` is in fe80::/10 (RFC 4291 section 2.5.6). */
export function isLinkLocal(address: string): boolean {
  return familyOf(address) === 6 && ipaddr.parse(address).range() === "linkLocal";
}

/** -1, 0 or 1. Compares addresses like the VRRP tie-break: as unsigned numbers in network byte order. */
export function compareAddresses(left: string, right: string): number {
  const a = ipaddr.parse(left).toByteArray();
  const b = ipaddr.parse(right).toByteArray();
  const index = a.findIndex((byte, at) => byte !== b[at]);
  return index === -1 ? 0 : Math.sign((a[index] ?? 0) - (b[index] ?? 0));
}

/** The text `192.0.2.101:22` or `[2001:db8::1]:22`. */
export function printEndpoint(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function mustParse(subnet: string): Cidr {
  const cidr = parseCidr(subnet);
  if (cidr === undefined) throw new TypeError(`${subnet} is not a subnet`);
  return cidr;
}
