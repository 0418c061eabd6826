import { run } from "./verbs";

/** An empty Debian package. */
export interface Package {
  readonly name: string;
  readonly version?: string;
  /** The value of Depends in its control file. */
  readonly depends?: string;
  readonly conflicts?: string;
  /** Path of a configuration file with the lines "of NAME". */
  readonly conffile?: string;
  /** Lines of the scripts before and after its unpacking. */
  readonly preinst?: string;
  readonly postinst?: string;
  /** Lines of the script after its removal or purge ("$1"). */
  readonly postrm?: string;
}

const folder = "/var/local-repository";

function build({
  name,
  version = "1.0",
  depends = "",
  conflicts = "",
  conffile,
  preinst = "",
  postinst = "",
  postrm = "",
}: Package): string {
  const fields = {
    Package: name,
    Version: version,
    Depends: depends,
    Conflicts: conflicts,
    Architecture: "all",
  };
  const control = Object.entries({ ...fields, Maintainer: "nobody", Description: "nothing" })
    .filter(([, value]) => value !== "")
    .map(([field, value]) => `${field}: ${value}`);
  return `
rm -rf ${folder}/tree
mkdir -p ${folder}/tree/DEBIAN ${folder}/tree/usr/lib/${name}
echo ${version} >${folder}/tree/usr/lib/${name}/version
printf '%s\\n' '${control.join("' '")}' >${folder}/tree/DEBIAN/control
printf '#!/bin/sh\nset -e\n%s\n' '${preinst}' >${folder}/tree/DEBIAN/preinst
printf '#!/bin/sh\nset -e\n%s\n' '${postinst}' >${folder}/tree/DEBIAN/postinst
printf '#!/bin/sh\nset -e\n%s\n' '${postrm}' >${folder}/tree/DEBIAN/postrm
chmod 755 ${folder}/tree/DEBIAN/p*
${
  conffile === undefined
    ? ""
    : `mkdir -p $(dirname ${folder}/tree${conffile})
echo 'of ${name}' >${folder}/tree${conffile}
echo ${conffile} >${folder}/tree/DEBIAN/conffiles`
}
dpkg-deb --build --root-owner-group ${folder}/tree ${folder}/${name}_${version}.deb >/dev/null
rm -rf ${folder}/tree`;
}

/** Offers packages to the node's apt, in place of earlier ones. */
export async function offer(node: string, packages: readonly Package[]): Promise<void> {
  await run(
    node,
    `set -eu
rm -rf ${folder}
mkdir -p ${folder}
${packages.map(build).join("\n")}
cd ${folder}
for each in *.deb; do
  dpkg-deb --field "$each"
  printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$each" "$(stat -c %s "$each")" "$(sha256sum "$each" | cut -d ' ' -f 1)"
done >Packages
echo 'deb [trusted=yes] file:${folder} ./' >/etc/apt/sources.list.d/local.list
apt-get -q update >/dev/null`,
  );
}
