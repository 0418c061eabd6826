package PveDouble::Quorum;
# Whether this partition is quorate, and the addresses of its other members.
use strict;
use warnings;
use Fcntl;
use Time::HiRes qw(time);
use Exporter 'import';
our @EXPORT = qw(membership watched_membership end_watch corosync_runs);

sub corosync_runs { return system('corosync-quorumtool -s >/dev/null 2>&1') >> 8 != 1 }

sub membership {
    my @lines = `corosync-quorumtool -si 2>/dev/null`;
    my $quorate = grep { /^Quorate:\s+Yes/ } @lines;
    my @peers = map { /^\s*\d+\s+\d+\s.*?(\d+\.\d+\.\d+\.\d+)\s*$/ ? $1 : () } @lines;    # without "(local)"
    return ($quorate ? 1 : 0, @peers);
}

my ($monitor, $pid);
my ($asked, $told) = (0, 0);
my @known = (0);

# As `membership`. It asks for a second after a message, and else every two. A query costs corosync 24 MB of shared
# memory, and `corosync-quorumtool -m` may tell the last of several changes late.
sub watched_membership {
    if (!$monitor) {
        $pid = open $monitor, '-|', qw(stdbuf -oL corosync-quorumtool -m) or die "corosync-quorumtool: $!";
        fcntl $monitor, F_SETFL, O_NONBLOCK;
    }
    my $now = time;
    my $read = sysread $monitor, my $text, 65536;
    if (defined $read && $read == 0) {    # corosync is down
        close $monitor;
        undef $monitor;
        return @known = (0);
    }
    $told = $now if $read;
    return @known if $now - $told > 1 && $now - $asked < 2;
    $asked = $now;
    return @known = membership();
}

sub end_watch { kill 'TERM', $pid if $monitor }

1;
