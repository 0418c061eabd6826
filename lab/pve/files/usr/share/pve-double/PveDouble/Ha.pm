package PveDouble::Ha;
# The status files of the HA manager and its agents, JSON with the keys that the doubles need.
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(slurp put manager manager_text lrms);

sub slurp { my ($file) = @_; open my $in, '<', $file or return ''; local $/; return <$in> // '' }

# By rename, and only if it differs: each write spreads to all members.
sub put {
    my ($file, $text) = @_;
    return if $text eq slurp($file);
    open my $out, '>', "$file.new.$$" or return;
    print $out $text;
    close $out and rename "$file.new.$$", $file;
}

# { master, disarm => { mode, state }, node_status => { NODE => STATUS } }
sub manager {
    my $text = slurp('/etc/pve/ha/manager_status');
    my %manager;
    ($manager{master}) = $text =~ /"master_node":"([^"]+)"/;
    $manager{disarm} = { mode => $1, state => $2 } if $text =~ /"disarm":\{"mode":"(\w+)","state":"(\w+)"\}/;
    my ($nodes) = $text =~ /"node_status":\{([^}]*)\}/;
    $manager{node_status} = { ($nodes // '') =~ /"([^"]+)":"([^"]+)"/g };
    return \%manager;
}

sub manager_text {
    my ($manager) = @_;
    my $disarm = $manager->{disarm};
    my $nodes = $manager->{node_status};
    my @parts = $disarm ? qq("disarm":{"mode":"$disarm->{mode}","state":"$disarm->{state}"}) : ();
    push @parts, qq("master_node":"$manager->{master}") if $manager->{master};
    push @parts, '"node_status":{' . join(',', map { qq("$_":"$nodes->{$_}") } sort keys %$nodes) . '}';
    return '{' . join(',', @parts) . '}';
}

# The mode of each node's agent.
sub lrms {
    return map { my ($node) = m{nodes/([^/]+)/}; my ($mode) = slurp($_) =~ /"mode":"(\w+)"/; $node => $mode // '' }
        glob '/etc/pve/nodes/*/lrm_status';
}

1;
