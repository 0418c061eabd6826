import { run } from "./verbs";

/** An empty RPM package. */
export interface Rpm {
  readonly name: string;
  readonly provides?: string;
  readonly requires?: string;
  readonly recommends?: string;
  /** Path of a configuration file with the text "packaged". */
  readonly config?: string;
  /** A line of the script before its unpacking. */
  readonly pre?: string;
}

const folder = "/var/local-rpms";

function build({ name, provides, requires, recommends, config, pre }: Rpm): string {
  const tags = { Provides: provides, Requires: requires, Recommends: recommends };
  const spec = [
    ...[
      `Name: ${name}`,
      "Version: 1",
      "Release: 1",
      "Summary: nothing",
      "License: none",
      "BuildArch: noarch",
    ],
    "AutoReqProv: no",
    ...Object.entries(tags).flatMap(([tag, value]) => (value === undefined ? [] : [`${tag}: ${value}`])),
    ...["%description", "nothing"],
    ...(pre === undefined ? [] : ["%pre", pre]),
    ...(config === undefined ? [] : ["%install", `install -D /run/packaged %{buildroot}${config}`]),
    ...["%files", ...(config === undefined ? [] : [`%config(noreplace) %attr(0644, root, root) ${config}`])],
  ];
  return `printf '%s\\n' '${spec.join("' '")}' >/run/${name}.spec
rpmbuild --quiet -bb --define '_topdir ${folder}/build' --define '_rpmdir ${folder}' /run/${name}.spec`;
}

/** Gives a node rpm and dnf like a RHEL's, and packages to install. Installs some of them at once. */
export async function offerRpms(
  node: string,
  packages: readonly Rpm[],
  present: readonly string[],
): Promise<void> {
  const there = present.map((name) => `${folder}/noarch/${name}-1-1.noarch.rpm`).join(" ");
  await run(
    node,
    `set -eu
apt-get -q -y --no-install-recommends install dnf rpm createrepo-c >/dev/null 2>&1
mkdir -p /etc/rpm /etc/dnf/vars /etc/yum.repos.d
echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros
echo 9 >/etc/dnf/vars/releasever
echo packaged >/run/packaged
${packages.map(build).join("\n")}
rpm --install ${there}
createrepo_c --quiet ${folder}/noarch
printf '%s\\n' '[local]' 'name=local' 'baseurl=file://${folder}/noarch' 'gpgcheck=0' >/etc/yum.repos.d/local.repo
dnf -q makecache`,
  );
}
