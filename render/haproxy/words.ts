import { indent, literal } from "../file";

/** A section of haproxy.cfg. */
export function section(head: string, body: readonly string[]): string[] {
  return [head, ...indent(body)];
}

/** The words, if there is a value. */
export function word(key: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`${key} ${String(value)}`];
}

/** A text that you wrote, as one word. Its quotes are haproxy's strong ones; the manual's section 2.3. */
export function quote(text: string): string {
  return /^[\w.^/:-]+$/.test(text) ? text : literal(`'${text.replaceAll("'", "'\\''")}'`);
}
