import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, type Node, parseDocument, type YAMLMap } from "yaml";
import { isStructure } from "../configurationChanges";

/**
 * The text of a stack's file with the configuration `wanted`. Comments, order and style stay wherever nothing changed.
 *
 * @param present what the text holds now, by the same keys; equal parts aren't touched
 */
export function restored(
  text: string,
  present: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): string {
  if (isDeepStrictEqual(present, wanted)) return text;
  const document = parseDocument(text);
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  write(document, document.get("config") as YAMLMap, present, wanted);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function write(
  document: Document,
  map: YAMLMap,
  present: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): void {
  for (const key of Object.keys(present)) if (!(key in wanted)) map.delete(key);
  for (const [key, value] of Object.entries(wanted)) {
    const there = present[key];
    if (isDeepStrictEqual(there, value)) continue;
    const node = map.get(key, true);
    if (isMap(node) && isStructure(there) && isStructure(value)) write(document, node, there, value);
    else map.set(key, inStyleOf(node, document.createNode(value)));
  }
}

/** The new node, in one line if the old one was. */
function inStyleOf(old: unknown, node: Node): Node {
  const { flow } = (old ?? {}) as { flow?: boolean };
  return flow === undefined ? node : Object.assign(node, { flow });
}
