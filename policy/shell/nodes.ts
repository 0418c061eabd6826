import type { AndOr, Command, CompoundList, Pipeline, PipelineNode, Redirected, Redirection } from "unbash";

export type Node = PipelineNode | AndOr | CompoundList;

/** All lists in a compound command, no matter which of them the shell would run. */
export function bodiesOf(node: Exclude<Node, Command | Pipeline | Redirected | CompoundList>): Node[] {
  switch (node.type) {
    case "AndOr":
      return [...node.commands];
    case "If":
      return [
        node.clause,
        node.then,
        ...node.elif.map((branch) => branch.then),
        ...(node.else ? [node.else] : []),
      ];
    case "While":
      return [node.clause, node.body];
    case "Case":
      return node.items.map(({ body }) => body);
    case "For":
    case "Select":
    case "ArithmeticFor":
    case "Subshell":
    case "BraceGroup":
    case "Function":
    case "Coproc":
      return [node.body];
    default:
      return [];
  }
}

/** Whether a redirection moves standard output. */
export function movesStdout(redirect: Redirection): redirect is Redirection & { readonly type: "Redirect" } {
  if (redirect.type !== "Redirect" || !/^&?>[>|&]?$/.test(redirect.operator)) return false;
  const { descriptor } = redirect;
  return descriptor === undefined || (descriptor.type === "FileDescriptor" && descriptor.value === 1);
}
