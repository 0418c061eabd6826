import * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { Change } from "./diff";

/** What Diff answers for the changes that were found; `replaces` says which property path asks for a new resource. */
export function diffed(found: Map<string, Change>, replaces: (path: string) => boolean): pb.DiffResponse {
  const response = new pb.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  response.setChanges(found.size === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  const top = new Set<string>();
  for (const [path, change] of found) {
    const detail = new pb.PropertyDiff();
    detail.setKind(kindsOfChange[change][replaces(path) ? 1 : 0]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
    top.add(path.replace(/[.[].*/, ""));
    if (replaces(path)) response.addReplaces(path);
  }
  response.setDiffsList([...top]);
  return response;
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = pb.PropertyDiff.Kind;
const kindsOfChange = {
  add: [ADD, ADD_REPLACE],
  delete: [DELETE, DELETE_REPLACE],
  update: [UPDATE, UPDATE_REPLACE],
} as const;
