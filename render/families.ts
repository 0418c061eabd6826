import type { OsFamily } from "../model";

/** The names that differ between the two families of distributions. */
export interface FamilyNames {
  /** Packages by their content. */
  readonly packages: {
    readonly keepalived: string;
    readonly haproxy: string;
    readonly corosync: string;
    readonly qdevice: string;
    readonly qnetd: string;
    /** certutil and pk12util. */
    readonly nssTools: string;
    readonly curl: string;
    /** pgrep. */
    readonly procps: string;
    /** An unprivileged user's systemctl goes over the bus. */
    readonly dbus: string;
    readonly rsyslog: string;
    readonly logrotate: string;
  };
  /** The name of OpenSSH's server in systemd. */
  readonly sshService: string;
  /** The folder of further files that the package's haproxy loads; undefined if it loads one file. */
  readonly haproxyFolder?: string;
  /** haproxy's administration socket, in a directory that the package makes. */
  readonly haproxySocket: string;
  /** The command that makes rsyslog reopen its files after a rotation. */
  readonly rsyslogRotate: string;
}

export const families: Readonly<Record<OsFamily, FamilyNames>> = {
  debian: {
    packages: {
      keepalived: "keepalived",
      haproxy: "haproxy",
      corosync: "corosync",
      qdevice: "corosync-qdevice",
      qnetd: "corosync-qnetd",
      nssTools: "libnss3-tools",
      curl: "curl",
      procps: "procps",
      dbus: "dbus",
      rsyslog: "rsyslog",
      logrotate: "logrotate",
    },
    sshService: "ssh",
    haproxySocket: "/run/haproxy/admin.sock",
    rsyslogRotate: "/usr/lib/rsyslog/rsyslog-rotate",
  },
  rhel: {
    packages: {
      keepalived: "keepalived",
      haproxy: "haproxy",
      corosync: "corosync",
      qdevice: "corosync-qdevice",
      qnetd: "corosync-qnetd",
      nssTools: "nss-tools",
      curl: "curl",
      procps: "procps-ng",
      dbus: "dbus-broker",
      rsyslog: "rsyslog",
      logrotate: "logrotate",
    },
    sshService: "sshd",
    haproxyFolder: "/etc/haproxy/conf.d",
    haproxySocket: "/var/lib/haproxy/stats",
    rsyslogRotate: "/usr/bin/systemctl kill --signal=HUP rsyslog.service",
  },
};
