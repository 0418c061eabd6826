# Asks a segment: does a machine answer for an IPv4 address, and who speaks VRRP? It changes nothing on the node.
# Usage: perl - SECONDS address,INTERFACE,ADDRESS... vrid,INTERFACE,FAMILY,VRID... It listens for SECONDS.
# Prints "answers INTERFACE ADDRESS MAC" and "speaks INTERFACE FAMILY VRID SOURCE MAC".
use strict;
use warnings;
use Socket qw(AF_INET6 SOL_SOCKET SOCK_RAW inet_aton inet_ntoa inet_ntop);

# packet(7), socket(7)
my ($af_packet, $sol_packet, $add_membership, $attach_filter) = (17, 263, 1, 26);
my ($seconds, @asked) = @ARGV;
my (%read, @sockets, %found);

# Seconds since the boot: perl-base has no clock below a second.
sub now {
    open my $handle, '<', '/proc/uptime' or die "no /proc/uptime: $!";
    return (split / /, <$handle>)[0];
}

sub of {
    my ($interface, $file) = @_;
    open my $handle, '<', "/sys/class/net/$interface/$file" or return;
    chomp(my $line = <$handle>);
    return $line;
}

# A socket with an interface's frames of one type. The kernel's filter lets those pass that have $value at $at.
sub listener {
    my ($interface, $type, $at, $value, $group) = @_;
    my $index = of($interface, 'ifindex') or return;
    socket my $socket, $af_packet, SOCK_RAW, unpack('S', pack 'n', $type) or return;
    my $filter = pack '(SCCL)*', 0x30, 0, 0, $at, 0x15, 0, 1, $value, 6, 0, 0, 0xffff, 6, 0, 0, 0;
    setsockopt $socket, SOL_SOCKET, $attach_filter, pack 'Sx6P', 4, $filter;
    bind $socket, pack 'SnlSCCa8', $af_packet, $type, $index, 0, 0, 0, '' or return;
    setsockopt $socket, $sol_packet, $add_membership, pack 'lSSa8', $index, 0, 6, pack 'H12', $group if $group;
    push @sockets, $socket;
    return $socket;
}

sub mac { return join ':', unpack '(H2)6', shift }

my (%arp, %wanted);
for (@asked) {
    my ($kind, $interface, @rest) = split /,/;
    if ($kind eq 'address' && $rest[0] !~ /:/) {
        # All of ARP passes: requests name their sender, too.
        $arp{$interface} ||= listener($interface, 0x0806, 14, 0) or next;
        $read{$arp{$interface}} = sub {
            my ($mac, $sender) = unpack 'x22a6a4', shift;
            my $address = inet_ntoa($sender);
            $found{"answers $interface $address " . mac($mac)} = 1 if $wanted{"$interface $address"};
        };
        $wanted{"$interface $rest[0]"} = 1;
    }
    if ($kind eq 'vrid') {
        my ($family, $vrid) = @rest;
        my $four = $family eq '4';
        my $socket = listener($interface, $four ? (0x0800, 23, 112, '01005e000012') : (0x86dd, 20, 112, '333300000012')) or next;
        $read{$socket} = sub {
            my $frame = shift;
            my $at = $four ? 14 + 4 * (ord(substr $frame, 14, 1) & 15) : 54;
            return if length $frame < $at + 2 || ord(substr $frame, $at + 1, 1) != $vrid;
            my $source = $four ? inet_ntoa(substr $frame, 26, 4) : inet_ntop(AF_INET6, substr $frame, 22, 16);
            $found{"speaks $interface $family $vrid $source " . mac(substr $frame, 6, 6)} = 1;
        };
    }
}

# An ARP probe has no address of its own, so no machine notes it (RFC 5227, section 2.1.1).
sub probe {
    for (keys %wanted) {
        my ($interface, $address) = split / /;
        my $own = of($interface, 'address') || next;
        $own =~ s/://g;
        send $arp{$interface}, pack('H12H12nnnCCnH12NH12a4', 'f' x 12, $own, 0x0806, 1, 0x0800, 6, 4, 1, $own, 0, '0' x 12, inet_aton($address)), 0;
    }
    return;
}

my $end = now() + ($seconds > 1 ? $seconds : 1);
my @probes = (now(), now() + 0.4);
while ((my $left = $end - now()) > 0) {
    if (@probes && now() >= $probes[0]) { shift @probes; probe() }
    my $bits = '';
    vec($bits, fileno $_, 1) = 1 for @sockets;
    select my $ready = $bits, undef, undef, $left < 0.2 ? $left : 0.2;
    for (@sockets) {
        next unless vec $ready, fileno $_, 1;
        recv $_, my $frame, 2048, 0;
        $read{$_}->($frame) if $read{$_};
    }
}
print map { "$_\n" } sort keys %found;
