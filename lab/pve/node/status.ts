import { readJson, thisNode } from "./tree";

/** A guest under the CRM. */
export interface Service {
  state: string;
  node: string;
  /** Of the state: the LRM answers to it. */
  uid: string;
  target?: string;
  /** Nodes on which it failed to start. */
  failed?: string[];
  running?: boolean;
}

/** /etc/pve/ha/manager_status. */
export interface ManagerStatus {
  master_node?: string;
  timestamp?: number;
  node_status: Record<string, string>;
  service_status: Record<string, Service>;
  node_request?: Record<string, { maintenance?: 1 }>;
  /** Since pve-ha-manager 5.1.3. */
  disarm?: { mode: string; state: "disarming" | "disarmed" };
}

/** /etc/pve/nodes/NODE/lrm_status. */
export interface LrmStatus {
  state: string;
  mode: string;
  timestamp: number;
  /** By uid. */
  results: Record<string, { sid: string; exit_code: number }>;
}

export const managerFile = "ha/manager_status";
export const lrmFile = (node: string): string => `nodes/${node}/lrm_status`;

export const managerStatus = (): ManagerStatus =>
  readJson<ManagerStatus>(managerFile, { node_status: {}, service_status: {} });

export const lrmStatus = (node = thisNode): LrmStatus | undefined =>
  readJson<LrmStatus | undefined>(lrmFile(node), undefined);

export const now = (): number => Math.floor(Date.now() / 1000);
