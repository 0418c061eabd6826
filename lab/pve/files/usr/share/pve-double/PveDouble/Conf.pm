package PveDouble::Conf;
# corosync.conf as Proxmox reads and writes it: sections sorted, numbers of links and names of nodes as keys.
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(conf_file check_conf_exists read_conf dump_conf parse_conf activate nodelist links_of
    members quorate check_quorum nodename node_ip);

sub conf_file { '/etc/pve/corosync.conf' }

sub nodename { my $name = (POSIX::uname())[1]; $name =~ s/\..*//; $name }

sub check_conf_exists {
    return if -f conf_file();
    print STDERR "Error: Corosync config '", conf_file(), "' does not exist - is this node part of a cluster?\n";
    exit 2;    # Perl's die with ENOENT
}

sub parse_conf {
    my ($raw) = @_;
    $raw =~ s/#.*$//mg;
    my @tokens = split ' ', $raw;
    my (@stack, $section);
    my $root = $section = {};
    while (defined(my $token = shift @tokens)) {
        if (@tokens && $tokens[0] eq '{') {
            shift @tokens;
            push @stack, $section;
            my $new = {};
            if ($token =~ /^(node|interface)$/) { push @{ $section->{$token} }, $new }
            else { $section->{$token} = $new }
            $section = $new;
        } elsif ($token eq '}') {
            $section = pop @stack or die "parse error - uncexpected '}'\n";
        } else {
            $token =~ s/:$// or die "missing ':' after key '$token'\n";
            $section->{$token} = shift(@tokens) // die "parse error - no value for '$token'\n";
        }
    }
    return $root;
}

sub dump_conf {
    my ($section, $indent) = @_;
    $indent //= '';
    my $text = '';
    for my $key (sort keys %$section) {
        my $value = $section->{$key};
        my @children = ref $value eq 'HASH' ? ($value) : ref $value eq 'ARRAY' ? @$value : ();
        if (!ref $value) { $text .= "$indent$key: $value\n"; next }
        for my $child (@children) {
            $text .= "$indent$key {\n" . dump_conf($child, "$indent  ") . "$indent}\n";
        }
        $text .= "\n" if $indent eq '';
    }
    return $text;
}

sub read_conf {
    open my $in, '<', conf_file() or die "can't open '" . conf_file() . "' - $!\n";
    local $/;
    return parse_conf(<$in>);
}

# Raises the version and renames the new file over the old one.
sub activate {
    my ($conf) = @_;
    $conf->{nodelist}{node} = [sort { $a->{name} cmp $b->{name} } @{ $conf->{nodelist}{node} }];
    $conf->{totem}{config_version}++;
    my $new = conf_file() . '.new';
    open my $out, '>', $new or die "unable to open file '$new' - $!\n";
    print $out dump_conf($conf);
    close $out or die "closing file '$new' failed - $!\n";
    rename $new, conf_file() or die "activating corosync.conf.new failed - $!\n";
    # The real rename returns when the file is in /etc/corosync and the reload, a second later, is done.
    return if system('systemctl', '-q', 'is-active', 'corosync') != 0;
    for (1 .. 200) {
        last if system('cmp', '-s', conf_file(), '/etc/corosync/corosync.conf') == 0;
        select undef, undef, undef, 0.1;
    }
    select undef, undef, undef, 1.5;
}

sub nodelist { my ($conf) = @_; return { map { $_->{name} => $_ } @{ $conf->{nodelist}{node} } } }

# The numbers of the links that a node of the list has.
sub links_of { my ($node) = @_; return map { /^ring(\d)_addr$/ ? $1 : () } sort keys %$node }

# Names of the nodes that corosync has in its membership, by node id.
sub members {
    my ($conf) = @_;
    my %name = map { $_->{nodeid} => $_->{name} } @{ $conf->{nodelist}{node} };
    my %online = map { /^\s*(\d+)\s+\d+\s/ ? ($1 => 1) : () } `corosync-quorumtool -l 2>/dev/null`;
    return map { $name{$_} // () } sort keys %online;
}

# Whether /etc/pve can be written; a node without a cluster always can.
sub quorate {
    my $options = `findmnt -nro OPTIONS /etc/pve 2>/dev/null`;
    return $options =~ /\brw\b/;
}

sub check_quorum { die "cluster not ready - no quorum?\n" if !quorate() }

# The address that a name resolves to.
sub node_ip {
    my ($name) = @_;
    my ($ip) = `getent ahostsv4 $name` =~ /^(\S+)/;
    die "hostname lookup '$name' failed - failed to get address info\n" if !defined $ip;
    return $ip;
}

1;
