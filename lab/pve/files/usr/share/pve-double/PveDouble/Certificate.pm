package PveDouble::Certificate;
# pvecm updatecerts: the cluster's CA, and the certificate and the keys of each node.
use strict;
use warnings;
use File::Path qw(remove_tree);
use PveDouble::Conf;
use PveDouble::Ssh;
use PveDouble::Task;
use Exporter 'import';
our @EXPORT = qw(update_certs);

sub update_certs {
    my ($force) = @_;
    my $name = nodename();
    shared_keys();
    print "(re)generate node files\n";
    print "generate new node certificate\n" if $force;
    local_dirs($name);
    certificate($name, $force);
    print "merge authorized SSH keys\n";
    merge_keys();
    node_known_hosts($name);
}

# What pveproxy needs, when it starts.
sub prepare_proxy {
    my $name = nodename();
    return if -s "/etc/pve/nodes/$name/pve-ssl.pem";
    wait_for(80, sub { quorate() });
    local_dirs($name);
    certificate($name, 0);
}

# The cluster's CA, once, and a certificate of the node for its names and addresses.
sub certificate {
    my ($name, $force) = @_;
    my ($ca, $ca_key, $node) = ('/etc/pve/pve-root-ca.pem', '/etc/pve/priv/pve-root-ca.key', "/etc/pve/nodes/$name/pve-ssl");
    my @ec = qw(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes);
    my $work = "/var/lib/pve-cluster/certificate.$$";
    mkdir $work;
    if (!-s $ca) {
        quiet(qw(openssl req -x509), @ec, qw(-days 3650 -addext), 'basicConstraints=critical,CA:true', '-subj',
            '/CN=Proxmox Virtual Environment/O=PVE Cluster Manager CA', '-keyout', "$work/ca.key", '-out', "$work/ca.pem");
        write_file($ca_key, read_file("$work/ca.key"), 0600);
        write_file($ca, read_file("$work/ca.pem"));
    }
    if ($force || !-s "$node.pem") {
        my @addresses = `ip -o addr show scope global` =~ m{inet6? ([^/]+)/}g;
        my $names = join ',', (map { "IP:$_" } '127.0.0.1', @addresses), "DNS:localhost", "DNS:$name";
        write_file("$work/names", "subjectAltName=$names\n");
        quiet(qw(openssl req), @ec, '-subj', "/CN=$name", '-keyout', "$work/key", '-out', "$work/csr");
        quiet(qw(openssl x509 -req -days 730 -CAcreateserial -CAserial), "$work/serial", '-CA', $ca, '-CAkey', $ca_key,
            '-in', "$work/csr", '-out', "$work/pem", '-extfile', "$work/names");
        write_file("$node.key", read_file("$work/key"), 0640);
        write_file("$node.pem", read_file("$work/pem"));
    }
    remove_tree($work);
}

sub quiet { open my $out, '-|', join(' ', map { "'$_'" } @_) . ' 2>&1'; my @said = <$out>; close $out or die "@said" }

1;
