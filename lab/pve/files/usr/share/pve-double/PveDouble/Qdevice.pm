package PveDouble::Qdevice;
# pvecm qdevice setup and remove, with corosync's own certificate tools.
use strict;
use warnings;
use PveDouble::Conf;
use PveDouble::Ssh;
use PveDouble::Task;
use Exporter 'import';
our @EXPORT = qw(setup_qdevice remove_qdevice);

my $nodes_db = '/etc/corosync/qdevice/net/nssdb';
my $qnetd_db = '/etc/corosync/qnetd/nssdb';
my $tool = 'corosync-qdevice-net-certutil';
my @ssh = qw(ssh -o BatchMode=yes -lroot);
my @scp = qw(scp -o BatchMode=yes);

# Name and address of every node; all must be online.
sub online {
    check_conf_exists();
    my $conf = read_conf();
    my %online = map { $_ => 1 } members($conf);
    my $nodes = nodelist($conf);
    for my $name (sort keys %$nodes) {
        die "All nodes must be online! Node $name is offline, aborting.\n" if !$online{$name};
    }
    return map { [$_, node_ip($_)] } sort keys %$nodes;
}

sub on_all {
    my ($nodes, @command) = @_;
    for my $node (@$nodes) { print "\nnode '$node->[0]': "; run(to_node(@$node), @command) }
}

# A file spreads within 0.4 s, from a busy node later.
sub await_file {
    my ($nodes, $file) = @_;
    for my $node (@$nodes) {
        for (1 .. 100) {
            last if system(to_node(@$node), 'test', '-s', $file) == 0;
            select undef, undef, undef, 0.2;
        }
    }
}

sub setup_qdevice {
    my ($address, $options) = @_;
    if ($address !~ /^(\d+\.){3}\d+$/) {
        print STDERR "400 Parameter verification failed.\naddress: invalid format - value does not look like a valid IP address\n";
        exit 255;
    }
    my @nodes = online();
    my $conf = read_conf();
    die "QDevice already configured!\n" if $conf->{quorum}{device} && !$options->{force};
    my $algorithm = @nodes % 2 == 0 ? 'ffsplit' : 'lms';
    die "Clusters with an odd node count are not officially supported!\n" if $algorithm eq 'lms' && !$options->{force};
    my $cluster = $conf->{totem}{cluster_name};
    my @copy = ('ssh-copy-id', '-i', '/root/.ssh/id_rsa', "root\@$address");
    if (system(@copy) != 0) { print STDERR "command '@copy' failed: exit code 1\n"; exit 1 }
    if (-d $nodes_db) {
        die "QDevice certificate store already initialised, set force to delete!\n" if !$options->{force};
        run('rm', '-rf', $nodes_db);
    }
    print "\nINFO: initializing qnetd server\n";
    system @ssh, $address, 'corosync-qnetd-certutil', '-i';
    print "\nINFO: copying CA cert and initializing on all nodes\n";
    run(@scp, "root\@[$address]:$qnetd_db/qnetd-cacert.crt", '/etc/pve/qnetd-cacert.crt');
    await_file(\@nodes, '/etc/pve/qnetd-cacert.crt');
    for my $node (@nodes) { system to_node(@$node), $tool, '-i', '-c', '/etc/pve/qnetd-cacert.crt' }
    unlink '/etc/pve/qnetd-cacert.crt';
    print "\nINFO: generating cert request\n";
    run($tool, '-r', '-n', $cluster);
    print "\nINFO: copying exported cert request to qnetd server\n";
    run(@scp, "$nodes_db/qdevice-net-node.crq", "root\@[$address]:/tmp");
    print "\nINFO: sign and export cluster cert\n";
    run(@ssh, $address, 'corosync-qnetd-certutil', '-s', '-c', '/tmp/qdevice-net-node.crq', '-n', $cluster);
    print "\nINFO: copy exported CRT\n";
    run(@scp, "root\@[$address]:$qnetd_db/cluster-$cluster.crt", $nodes_db);
    print "\nINFO: import certificate\n";
    run($tool, '-M', '-c', "$nodes_db/cluster-$cluster.crt");
    print "\nINFO: copy and import pk12 cert to all nodes\n";
    run(@scp, "$nodes_db/qdevice-net-node.p12", '/etc/pve/');
    await_file(\@nodes, '/etc/pve/qdevice-net-node.p12');
    on_all(\@nodes, $tool, '-m', '-c', '/etc/pve/qdevice-net-node.p12');
    unlink '/etc/pve/qdevice-net-node.p12';
    print "\nINFO: add QDevice to cluster configuration\n";
    $conf = read_conf();
    die "Qdevice already configured, must be removed before setting up new one!\n" if $conf->{quorum}{device};
    $conf->{quorum}{device} = { model => 'net', net => { tls => 'on', host => $address, algorithm => $algorithm },
        $algorithm eq 'ffsplit' ? (votes => 1) : () };
    activate($conf);
    for my $node (@nodes) {
        print "\nINFO: start and enable corosync qdevice daemon on node '$node->[0]'...\n";
        run(to_node(@$node), 'systemctl', $_, 'corosync-qdevice') for qw(start enable);
    }
    run('corosync-cfgtool', '-R');
}

sub remove_qdevice {
    my @nodes = online();
    my $conf = read_conf();
    delete $conf->{quorum}{device} or die "No QDevice configured!\n";
    activate($conf);
    run(to_node(@$_), 'rm', '-rf', '/etc/corosync/qdevice') for @nodes;
    for my $node (@nodes) { run(to_node(@$node), 'systemctl', $_, 'corosync-qdevice') for qw(stop disable) }
    run('corosync-cfgtool', '-R');
    print "\nRemoved Qdevice.\n";
}

1;
