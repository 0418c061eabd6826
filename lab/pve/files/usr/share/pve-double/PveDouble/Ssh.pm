package PveDouble::Ssh;
# Keys between nodes: root's authorized_keys becomes a link into /etc/pve, one file for all nodes.
use strict;
use warnings;
use PveDouble::Conf;
use Exporter 'import';
our @EXPORT = qw(read_file write_file root_key shared_keys merge_keys node_known_hosts local_dirs to_node known_hosts_link);

my $shared = '/etc/pve/priv/authorized_keys';
my $own = '/root/.ssh/authorized_keys';

sub read_file { my ($path) = @_; open my $in, '<', $path or return ''; local $/; return <$in> // '' }

sub write_file {
    my ($path, $text, $mode) = @_;
    open my $out, '>', $path or die "unable to open file '$path' - $!\n";
    print $out $text;
    close $out;
    chmod $mode // 0644, $path;
}

# A key and a client configuration of root's own.
sub root_key {
    mkdir '/root/.ssh', 0700;
    return if -f '/root/.ssh/id_rsa.pub';
    system q(ssh-keygen -q -t rsa -b 1024 -N '' -f /root/.ssh/id_rsa </dev/null);
}

sub shared_keys {
    mkdir '/etc/pve/priv';
    my $taken;
    if (!-f $shared) {
        eval { write_file($shared, read_file($own), 0600); $taken = 1 };
    }
    print STDERR "can't create shared ssh key database '$shared'\n" if !-f $shared;
    rename $own, "$own.org" if -f $own && !-l $own;
    symlink $shared, $own if !-l $own;
    unlink "$own.org" if $taken;
}

sub merge_keys {
    my $backup = read_file("$own.org");
    my (%seen, $text);
    for my $line (split /\n/, read_file($shared) . "\n$backup\n" . read_file('/root/.ssh/id_rsa.pub')) {
        next if $line eq '' || $seen{$line}++;
        $text .= "$line\n";
    }
    write_file($shared, $text, 0600);
    unlink "$own.org" if $backup ne '' && -l $own;
}

sub host_key { my ($key) = read_file('/etc/ssh/ssh_host_rsa_key.pub') =~ /^(ssh-rsa\s\S+)/m; return $key }

sub node_known_hosts {
    my ($name) = @_;
    write_file("/etc/pve/nodes/$name/ssh_known_hosts", "$name " . host_key());
}

# Host keys of all nodes in one file of the cluster, to which the system's becomes a link.
sub known_hosts_link {
    my ($name, $ip) = @_;
    my $file = '/etc/pve/priv/known_hosts';
    my $text = read_file($file);
    for my $line (map { "$_ " . host_key() . "\n" } $name, $ip) {
        $text .= $line if index($text, $line) < 0;
    }
    write_file($file, $text, 0600);
    unlink '/etc/ssh/ssh_known_hosts';
    symlink $file, '/etc/ssh/ssh_known_hosts';
}

sub local_dirs {
    my ($name) = @_;
    for my $path ('priv', 'nodes', "nodes/$name", map { "nodes/$name/$_" } qw(lxc qemu-server openvz priv)) {
        mkdir "/etc/pve/$path" or -d "/etc/pve/$path" or die "unable to create directory '/etc/pve/$path' - $!\n";
    }
}

# The words that run a command on another node.
sub to_node {
    my ($name, $ip) = @_;
    return (qw(/usr/bin/ssh -e none -o BatchMode=yes -o), "HostKeyAlias=$name",
        '-o', "UserKnownHostsFile=/etc/pve/nodes/$name/ssh_known_hosts", '-o', 'GlobalKnownHostsFile=none', "root\@$ip", '--');
}

1;
