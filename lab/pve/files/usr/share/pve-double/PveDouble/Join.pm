package PveDouble::Join;
# pvecm create, add, addnode, delnode.
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use PveDouble::Certificate;
use PveDouble::Conf;
use PveDouble::Ssh;
use PveDouble::Task;
use PveDouble::Quorum qw(membership);
use PveDouble::Tree qw(request);
use Exporter 'import';
our @EXPORT = qw(create add addnode delnode);

my $authkey = '/etc/corosync/authkey';
my $local_conf = '/etc/corosync/corosync.conf';

# Links of the options: number => address; the priority counts at creation only.
sub links { my ($options) = @_; return map { defined $options->{"link$_"} ? ($_ => link_of($options->{"link$_"})) : () } 0 .. 7 }

sub link_of {
    my ($text) = @_;
    my %part = map { /^(\w+)=(.*)$/ ? ($1 => $2) : (address => $_) } split /,/, $text;
    return \%part;
}

sub create {
    my ($cluster, $options) = @_;
    die "cluster config '@{[conf_file()]}' already exists\n" if -f conf_file();
    worker('clustercreate', $cluster, sub { locked(sub {
        root_key();
        shared_keys();
        run('/usr/sbin/corosync-keygen', '-lk', $authkey) if !-f $authkey;
        my $name = nodename();
        my %links = links($options);
        %links = (0 => { address => node_ip($name) }) if !%links;
        my $node = { name => $name, nodeid => $options->{nodeid} || 1, quorum_votes => $options->{votes} || 1 };
        my @interfaces;
        for my $number (sort keys %links) {
            $node->{"ring${number}_addr"} = $links{$number}{address};
            my $priority = $links{$number}{priority};
            push @interfaces, { linknumber => $number, $priority ? (knet_link_priority => $priority) : () };
        }
        print "Writing corosync config to /etc/pve/corosync.conf\n";
        activate({
            totem => { version => 2, secauth => 'on', cluster_name => $cluster, config_version => 0, ip_version => 'ipv4-6',
                link_mode => 'passive', interface => \@interfaces, token_coefficient => $options->{'token-coefficient'} // 125 },
            nodelist => { node => [$node] },
            quorum => { provider => 'corosync_votequorum' },
            logging => { to_syslog => 'yes', debug => 'off' },
        });
        merge_keys();
        local_dirs($name);
        known_hosts_link($name, node_ip($name));
        node_known_hosts($name);    # pveproxy's start does that
        print "Restart corosync and cluster filesystem\n";
        wait_for(20, sub { -s $local_conf });
        run('systemctl', 'restart', 'corosync', 'pve-cluster');
    }) });
}

# What stands in the way of a join.
sub assert_joinable {
    my ($options, %links) = @_;
    my @errors;
    push @errors, "authentication key '$authkey' already exists" if -f $authkey;
    push @errors, "cluster config '@{[conf_file()]}' already exists" if -f conf_file();
    push @errors, 'this host already contains virtual guests' if glob '/etc/pve/nodes/*/{qemu-server,lxc}/*.conf';
    push @errors, 'corosync is already running, is this node already in a cluster?!'
        if system('corosync-quorumtool -l >/dev/null 2>&1') == 0;
    my $own = `ip -o addr show`;
    for my $link (sort keys %links) {
        my $address = $links{$link}{address};
        push @errors, "link$link: cannot use IP '$address', not found on local node!\n" if $own !~ m{ \Q$address\E/};
    }
    return if !@errors;
    print STDERR "detected the following error(s):\n", map { "* $_\n" } @errors;
    die "Check if node may join a cluster failed!\n" if !$options->{force};
    print STDERR "\nWARNING : detected error but forced to continue!\n\n";
}

sub add {
    my ($host, $options) = @_;
    die "Navigate out of /etc/pve before running 'pvecm add', for example by running 'cd'.\n" if `pwd` =~ m{^/etc/pve(/|$)};
    my $name = nodename();
    worker('clusterjoin', '', sub {
        my %links = links($options);
        my $password = $options->{use_ssh} ? undef : ask("Please enter superuser (root) password for '$host': ");
        assert_joinable($options, %links);
        root_key();
        shared_keys();
        refuse_password($host, $options) if defined $password;
        die "unable to copy ssh ID: exit code 1\n"
            if system("ssh-copy-id -i /root/.ssh/id_rsa root\@$host >/dev/null 2>&1") != 0;
        my @words = ('ssh', $host, '-o', 'BatchMode=yes', 'pvecm', 'addnode', $name, '--force', 1);
        for my $key (qw(nodeid votes)) { push @words, "--$key", $options->{$key} if defined $options->{$key} }
        push @words, "--link$_", $links{$_}{address} for sort keys %links;
        if (!%links) {
            my $ip = node_ip($name);
            push @words, '--new_node_ip', $ip;
            print "No cluster network links passed explicitly, fallback to local node IP '$ip'\n";
        }
        system(@words) == 0 or die "unable to add node: command failed (@words)\n";
        my $tmp = "/var/lib/pve-cluster/.pvecm_add.tmp.$$";
        mkdir $tmp;
        print "copy corosync auth key\n";
        my $copied = system('scp', '-q', '-o', 'BatchMode=yes', "root\@[$host]:$authkey", "root\@[$host]:/etc/pve/corosync.conf", $tmp);
        my ($key, $conf) = map { read_file("$tmp/$_") } qw(authkey corosync.conf);
        remove_tree($tmp);
        die "can't rsync data from host '$host'\n" if $copied != 0;
        finish($name, $key, $conf);
    });
}

sub ask { my ($question) = @_; print $question; my $answer = <STDIN>; print "\n"; return $answer // '' }

# There is no API here, so no password is ever right.
sub refuse_password {
    my ($host, $options) = @_;
    print "Establishing API connection with host '$host'\n";
    if (!$options->{fingerprint}) {
        print "The authenticity of host '$host' can't be established.\nX509 SHA256 key fingerprint is 00:00.\n";
        my $answer = ask('Are you sure you want to continue connecting (yes/no)? ');
        die "500 Can't connect to $host:8006 (fingerprint '00:00' not verified, abort!)\n" if $answer !~ /^yes$/i;
    }
    die "401 authentication failure\n";
}

sub finish {
    my ($name, $key, $conf) = @_;
    make_path('/etc/corosync');
    write_file($authkey, $key, 0400);
    write_file($local_conf, $conf);
    print "stopping pve-cluster service\n";
    run('systemctl', 'stop', 'pve-cluster');
    my $backup = '/var/lib/pve-cluster/backup';
    make_path($backup);
    my $file = "$backup/config-" . time . '.sql.gz';
    print "backup old database to '$file'\n";
    system 'tar', '-czf', $file, '-C', '/var/lib/pve-cluster', 'config.db';
    remove_tree('/var/lib/pve-cluster/config.db');
    unlink '/var/lib/pve-cluster/config.db-version';
    run('systemctl', 'start', 'corosync', 'pve-cluster');
    if (!quorate()) {
        print 'waiting for quorum...';
        sleep 1 while !quorate();
        print "OK\n";
    }
    update_certs(1);
    print "generated new node certificate, restart pveproxy and pvedaemon services\n";
    run('systemctl', 'reload-or-restart', 'pvedaemon', 'pveproxy');
    print "successfully added node '$name' to cluster.\n";
}

# On a member, called by the joining node over SSH.
sub addnode {
    my ($name, $options) = @_;
    check_quorum();
    locked(sub {
        my $conf = read_conf();
        my $nodes = nodelist($conf);
        my %links = links($options);
        my %theirs = map { $_ => 1 } links_of((values %$nodes)[0]);
        for my $other (grep { $_ ne $name } sort keys %$nodes) {
            for my $link (links_of($nodes->{$other})) {
                my $address = $nodes->{$other}{"ring${link}_addr"};
                die "corosync: address '$address' already used on link ring${link}_addr by node '$other'\n"
                    if grep { $_->{address} eq $address } values %links;
            }
        }
        if (%links) {
            for my $link (0 .. 7) {
                die "corosync: link $link exists in cluster config but wasn't specified for new node\n"
                    if $theirs{$link} && !$links{$link};
                die "corosync: link $link specified for new node doesn't exist in cluster config\n"
                    if !$theirs{$link} && $links{$link};
            }
        } else {
            die "no links given but multiple links found on other nodes, fallback only supported on single-link clusters\n"
                if keys %theirs > 1;
            %links = ((keys %theirs)[0] => { address => $options->{new_node_ip} });
        }
        my $known = $nodes->{$name};
        my ($id, $votes) = ($options->{nodeid}, $options->{votes});
        if ($known) {
            $id //= $known->{nodeid};
            $votes //= $known->{quorum_votes};
            die "can't add existing node '$name'\n"
                if $votes != $known->{quorum_votes} || $id != $known->{nodeid} || !$options->{force};
            print "forcing overwrite of configured node '$name'\n";
        }
        my %used = map { $_->{nodeid} => 1 } values %$nodes;
        if (!$id) { $id = 1; $id++ while $used{$id} }
        local_dirs($name);
        merge_keys();
        wedge($name);
        $nodes->{$name} = { name => $name, nodeid => $id, quorum_votes => $votes // 1,
            map { ("ring${_}_addr" => $links{$_}{address}) } keys %links };
        $conf->{nodelist}{node} = [values %$nodes];
        activate($conf);
    });
}

# A join that begins while another node's is under way: the filesystem takes no more writes, anywhere.
sub wedge {
    my ($name) = @_;
    my $file = '/run/pve-double/joining';
    my ($other, $since) = split ' ', read_file($file);
    write_file($file, "$name " . time);
    return if !defined $other || $other eq $name || time - $since > 60;
    return if grep { $_ eq $other } members(read_conf());
    my (undef, @peers) = membership();
    request($_, 'wedge') for '127.0.0.1', @peers;
}

sub delnode {
    my ($name) = @_;
    die "Cannot delete myself from cluster!\n" if $name eq nodename();
    check_quorum();
    locked(sub {
        my $conf = read_conf();
        my $nodes = nodelist($conf);
        my $gone = delete $nodes->{$name} or die "Node/IP: $name is not a known host of the cluster.\n";
        print "Killing node $gone->{nodeid}\n";
        system 'corosync-cfgtool', '-k', $gone->{nodeid};
        $conf->{nodelist}{node} = [values %$nodes];
        activate($conf);
    });
}

1;
